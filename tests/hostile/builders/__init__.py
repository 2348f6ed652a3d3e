"""Writers for hostile files. Nothing here reads a file: every byte is made by code."""

from __future__ import annotations
