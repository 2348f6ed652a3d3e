"""The wrappings of documents, read with suspicion: containers, and XML before it is parsed."""

from __future__ import annotations
