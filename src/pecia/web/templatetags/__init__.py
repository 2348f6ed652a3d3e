"""Template tags and filters of the pages."""

from __future__ import annotations
