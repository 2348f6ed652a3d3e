"""Standing texts: how it works, terms, privacy."""

from __future__ import annotations
