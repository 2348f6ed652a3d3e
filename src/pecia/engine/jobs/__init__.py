"""One document's way through the pool, seen from the trusted side."""

from __future__ import annotations
