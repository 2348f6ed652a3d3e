"""Commands for the people who run Pecia."""

from __future__ import annotations
