"""How the fake provider signs its notices, and how one tells that a notice is from it.

As real ones do it: a signature over time, nonce and the raw body, by a key with a serial number;
keys are changed while their predecessor stays valid for a day.
"""

from __future__ import annotations

import hmac
import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from pecia.kernel import clock
from pecia.trade.errors import NoticeRefused
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.world import World, moment, stamp
from pecia.trade.providers.headers import header
from pecia.trade.providers.protocol import FreshNonce, Notice
from pecia.trade.providers.window import check_age

GRACE = timedelta(days=1)
UNPUBLISHED = timedelta(seconds=30)


def sign(mischief: Mischief, serial: int, at: datetime, nonce: str, body: bytes) -> dict[str, str]:
    """The headers of a notice."""
    timestamp = str(int(at.timestamp()))
    signature = _signature(mischief, serial, timestamp, nonce, body)
    return {
        "Content-Type": "application/json",
        "Fake-Timestamp": timestamp,
        "Fake-Nonce": nonce,
        "Fake-Serial": str(serial),
        "Fake-Signature": signature,
    }


def _signature(mischief: Mischief, serial: int, timestamp: str, nonce: str, body: bytes) -> str:
    secret = mischief.token("signing key", str(serial)).encode()
    message = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
    return hmac.new(secret, message, sha256).hexdigest()


def newest_serial(database: sqlite3.Connection) -> int:
    """The key that is signed with."""
    return int(database.execute("SELECT max(number) FROM serial").fetchone()[0])


def serial_now(database: sqlite3.Connection, preferred: int, now: datetime) -> int:
    """The preferred key while it is not retired, else the newest published one."""
    row = database.execute(
        "SELECT 1 FROM serial WHERE number = ? AND (retired IS NULL OR retired > ?)",
        (preferred, stamp(now)),
    ).fetchone()
    return preferred if row else published_serial(database, now)


def published_serial(database: sqlite3.Connection, now: datetime) -> int:
    """The newest key that the site can know."""
    row = database.execute(
        "SELECT max(number) FROM serial WHERE published <= ?", (stamp(now),)
    ).fetchone()
    return int(row[0])


def rotate(database: sqlite3.Connection, now: datetime) -> int:
    """A new key, that is published in half a minute; the others stay valid for a day from then."""
    published = now + UNPUBLISHED
    database.execute(
        "UPDATE serial SET retired = ? WHERE retired IS NULL", (stamp(published + GRACE),)
    )
    number = newest_serial(database) + 1
    database.execute("INSERT INTO serial VALUES (?, ?, NULL)", (number, stamp(published)))
    return number


def read(world: World, fresh: FreshNonce, headers: Mapping[str, str], body: bytes) -> Notice:
    """The notice, once it is certain whose it is. The nonce is used up only by a good signature."""
    timestamp, nonce = header(headers, "Fake-Timestamp"), header(headers, "Fake-Nonce")
    check_age(timestamp)
    serial = _valid_serial(world, header(headers, "Fake-Serial"))
    signature = _signature(world.mischief, serial, timestamp, nonce, body)
    if not hmac.compare_digest(signature.encode(), header(headers, "Fake-Signature").encode()):
        raise NoticeRefused(reason="signature")
    if not fresh(world.name, nonce):
        raise NoticeRefused(reason="nonce")
    return _parsed(world, body)


def _valid_serial(world: World, words: str) -> int:
    """A key that is published and not retired. It is looked up each time: that is cheap here."""
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise NoticeRefused(reason="key")
    now = stamp(clock.now())
    with world.look() as database:
        row = database.execute(
            "SELECT 1 FROM serial WHERE number = ? AND published <= ?"
            " AND (retired IS NULL OR retired > ?)",
            (int(words), now, now),
        ).fetchone()
    if row is None:
        raise NoticeRefused(reason="key")
    return int(words)


def _parsed(world: World, body: bytes) -> Notice:
    try:
        said = json.loads(body)
        found = Notice(
            event_id=said["id"],
            kind=said["kind"],
            key=said["key"],
            reference=said["reference"],
            happened_at=moment(said["at"]),
        )
        app_id, seller = said["app_id"], said["seller"]
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise NoticeRefused(reason="form") from error
    if app_id != world.app_id:
        raise NoticeRefused(reason="app")
    if seller != world.seller:
        raise NoticeRefused(reason="seller")
    return found
