"""The home page."""

from __future__ import annotations
