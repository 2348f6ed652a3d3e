"""What is yet to happen at the fake provider, by itself, when its time comes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from pecia.trade.providers.fake.world import moment, stamp

Facts = Mapping[str, str | int]


def plan(
    database: sqlite3.Connection, at: datetime, what: str, key: str, facts: Facts | None = None
) -> None:
    """Let it happen then."""
    database.execute(
        "INSERT INTO plan (at, what, key, facts) VALUES (?, ?, ?, ?)",
        (stamp(at), what, key, json.dumps(facts or {})),
    )


def is_planned(database: sqlite3.Connection, what: str, key: str) -> bool:
    """Whether it is yet to happen."""
    row = database.execute("SELECT 1 FROM plan WHERE key = ? AND what = ?", (key, what)).fetchone()
    return row is not None


def anything_due(database: sqlite3.Connection, now: datetime) -> bool:
    """Whether the time of something has come."""
    row = database.execute("SELECT 1 FROM plan WHERE at <= ? LIMIT 1", (stamp(now),)).fetchone()
    return row is not None


def take_due(
    database: sqlite3.Connection, now: datetime
) -> tuple[datetime, str, str, dict[str, str | int]] | None:
    """The earliest thing whose time has come, once: when, what, of which key, and the rest."""
    row = database.execute(
        "SELECT * FROM plan WHERE at <= ? ORDER BY at, id LIMIT 1", (stamp(now),)
    ).fetchone()
    if row is None:
        return None
    database.execute("DELETE FROM plan WHERE id = ?", (row["id"],))
    return moment(row["at"]), row["what"], row["key"], json.loads(row["facts"])


def next_at(database: sqlite3.Connection) -> datetime | None:
    """When something happens next."""
    at = database.execute("SELECT min(at) FROM plan").fetchone()[0]
    return None if at is None else moment(at)
