"""The file that holds the fake provider's truth: tables, transactions, and who the provider is.

Any number of processes may have it open. A process that is killed loses nothing that it answered.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock

from pecia.trade.providers.fake.mischief import Mischief

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TABLES = """
CREATE TABLE IF NOT EXISTS payment (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
    minor INTEGER NOT NULL, currency TEXT NOT NULL, expires INTEGER NOT NULL,
    notice_url TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    reference TEXT PRIMARY KEY, key TEXT NOT NULL, payment TEXT NOT NULL, minor INTEGER NOT NULL,
    currency TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS refund_key ON refund (key);
CREATE INDEX IF NOT EXISTS refund_payment ON refund (payment);
CREATE TABLE IF NOT EXISTS dispute (
    reference TEXT PRIMARY KEY, payment TEXT NOT NULL, minor INTEGER NOT NULL,
    currency TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS dispute_payment ON dispute (payment);
CREATE TABLE IF NOT EXISTS payout (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL, destination TEXT NOT NULL,
    minor INTEGER NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS movement (
    id INTEGER PRIMARY KEY, reference TEXT NOT NULL, kind TEXT NOT NULL, minor INTEGER NOT NULL,
    currency TEXT NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, payment TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS movement_payment ON movement (payment);
CREATE INDEX IF NOT EXISTS movement_at ON movement (at);
CREATE TABLE IF NOT EXISTS plan (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL,
    facts TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS plan_at ON plan (at, id);
CREATE INDEX IF NOT EXISTS plan_key ON plan (key);
CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY, event TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    reference TEXT NOT NULL, url TEXT NOT NULL, at INTEGER NOT NULL, probe TEXT NOT NULL,
    serial INTEGER NOT NULL, attempts INTEGER NOT NULL, repeats INTEGER NOT NULL,
    sent TEXT NOT NULL, due INTEGER);
CREATE INDEX IF NOT EXISTS notice_due ON notice (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS serial (
    number INTEGER PRIMARY KEY, published INTEGER NOT NULL, retired INTEGER);
CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO serial VALUES (1, 0, NULL);
"""


@dataclass
class World:
    """The provider's identity, its character, and its file."""

    file: Path
    mischief: Mischief
    name: str
    app_id: str
    seller: str
    payout_url: str
    _lock: RLock = field(default_factory=RLock)
    _pid: int = 0
    _connection: sqlite3.Connection | None = None

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else writes beside."""
        with self._lock:
            database = self._open()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def look(self) -> Iterator[sqlite3.Connection]:
        """One state of the file, that is not changed."""
        with self._lock:
            database = self._open()
            database.execute("BEGIN")
            try:
                yield database
            finally:
                database.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None and self._pid == os.getpid():
                self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection:
        """The connection of this process: none is ever carried through a fork."""
        if self._connection is None or self._pid != os.getpid():
            self._connection, self._pid = _connect(self.file), os.getpid()
        return self._connection


def _connect(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(file, timeout=60, isolation_level=None, check_same_thread=False)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")  # it may lose what a failing machine had
    if database.execute("PRAGMA user_version").fetchone()[0] == 0:
        database.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = 1; COMMIT;")
    return database


def stamp(moment: datetime) -> int:
    """A moment as the file holds it: microseconds, exactly."""
    return (moment - _BEGINNING) // timedelta(microseconds=1)


def moment(stamped: int) -> datetime:
    """The moment of a stamp."""
    return _BEGINNING + timedelta(microseconds=stamped)


def tally(database: sqlite3.Connection, name: str) -> int:
    """How often this was counted before, counting it now."""
    row = database.execute(
        "INSERT INTO tally VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1"
        " RETURNING count",
        (name,),
    ).fetchone()
    return int(row[0]) - 1
