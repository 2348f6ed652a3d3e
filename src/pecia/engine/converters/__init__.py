"""What a child does with a document. Everything here runs inside the sandbox."""

from __future__ import annotations
