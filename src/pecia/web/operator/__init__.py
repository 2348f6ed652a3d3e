"""The operator's pages."""

from __future__ import annotations
