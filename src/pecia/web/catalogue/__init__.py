"""Lists of documents: categories, newest, publishers, collections, search."""

from __future__ import annotations
