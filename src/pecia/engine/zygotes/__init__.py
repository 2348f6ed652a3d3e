"""The programs that a pool starts: each loads its converters once and forks a child a document."""

from __future__ import annotations
