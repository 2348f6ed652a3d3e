"""What a document is and what is in it, found without showing it. Runs inside the sandbox."""

from __future__ import annotations
