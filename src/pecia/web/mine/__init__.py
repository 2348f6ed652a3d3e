"""What a member keeps: own documents, collections, favourites."""

from __future__ import annotations
