"""Which formats there are, and how a file's format is found from its content."""

from __future__ import annotations
