"""The cases, grouped by the part of a document they attack."""

from __future__ import annotations
