"""Entries for an index, without documents behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pecia.discovery import analysis
from pecia.discovery.index.protocol import Entry


def entry(key: int, title: str, text: str = "", rest: str = "", **facts: Any) -> Entry:
    """One of them; days and counts grow with the key."""
    made: dict[str, Any] = {
        "key": key,
        "title": analysis.fold(title),
        "words": "",
        "text": analysis.fold(text),
        "rest": analysis.fold(rest),
        "language": "zh",
        "uploader": "laosou",
        "category": "7",
        "format": "text",
        "licence": "own-use",
        "access": "free",
        "pages": key,
        "published": datetime(2025, 1, min(key, 28), tzinfo=UTC),
        "reads": key,
        "downloads": 100 - key,
    }
    return Entry(**made | facts)
