"""The account page and what leads from it."""

from __future__ import annotations
