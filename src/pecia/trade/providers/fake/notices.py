"""The fake provider's notices: written when something happens, sent until they are acknowledged.

Beside a good one may stand a probe: a notice that must be refused, and says (to the engine, not to
the site) for which reason.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pecia.trade.providers.fake import signing
from pecia.trade.providers.fake.world import World, moment, stamp, tally
from pecia.trade.providers.window import SECONDS

# Seconds between tries: 24 hours and 4 minutes in all, then the provider gives up.
TRIES = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
NEVER = 10**6  # the serial of a key that there never is
PROBES = {
    "wrong_app": "app",
    "wrong_seller": "seller",
    "bad_signature": "signature",
    "old_timestamp": "age",
    "unknown_key": "key",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to bring one notice: POST `body` with `headers` to `url`.

    `refusal` is the reason for which the site must refuse it; empty for a good one, which is
    brought again until `acknowledge(id)`.
    """

    id: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    refusal: str = ""


def announce(
    world: World,
    database: sqlite3.Connection,
    at: datetime,
    kind: str,
    *,
    key: str,
    reference: str,
    url: str,
) -> None:
    """Something has happened: a notice of it, as good or bad as the character of this world."""
    character = world.mischief
    event = f"ev{character.token('event', reference, tally(database, f'event {reference}'))}"
    due: datetime | None = at
    if character.fires("dropped", event):
        due = None
    elif character.fires("reordered", event):
        due = at + character.span(timedelta(minutes=1), timedelta(minutes=30), "reordered", event)
    rotated = character.fires("rotated_key", event)
    serial = signing.rotate(database, at) if rotated else signing.newest_serial(database)
    repeats = (
        1 + character.pick(2, "duplicate", event) if character.fires("duplicate", event) else 0
    )
    row = (event, kind, key, reference, url, stamp(at))
    _insert(database, event, row, "", serial, repeats, due)
    for probe in PROBES:
        if character.fires(probe, event):
            _insert(database, f"{event}.{probe}", row, probe, serial, 0, at)


def _insert(
    database: sqlite3.Connection,
    identity: str,
    row: tuple[str, str, str, str, str, int],
    probe: str,
    serial: int,
    repeats: int,
    due: datetime | None,
) -> None:
    database.execute(
        "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, '', ?)",
        (identity, *row, probe, serial, repeats, None if due is None else stamp(due)),
    )


def take_due(
    world: World, database: sqlite3.Connection, now: datetime, at_most: int
) -> list[Delivery]:
    """What is to be brought now, each to one caller only; the next try is noted at once."""
    rows = database.execute(
        "SELECT * FROM notice WHERE due <= ? ORDER BY due, id LIMIT ?", (stamp(now), at_most)
    ).fetchall()
    return [_deliver(world, database, row, now) for row in rows]


def _deliver(
    world: World, database: sqlite3.Connection, row: sqlite3.Row, now: datetime
) -> Delivery:
    if row["probe"] == "replayed_nonce":
        delivery = _replayed(row, now)
    else:
        delivery = _signed(world, row, _serial(database, row, now), now)
    tries = row["attempts"]
    again = None if row["probe"] or tries >= len(TRIES) else now + timedelta(seconds=TRIES[tries])
    database.execute(
        "UPDATE notice SET attempts = attempts + 1, due = ?, sent = ? WHERE id = ?",
        (None if again is None else stamp(again), json.dumps(dict(delivery.headers)), row["id"]),
    )
    return delivery


def _serial(database: sqlite3.Connection, row: sqlite3.Row, now: datetime) -> int:
    """A good notice may be signed by a key not yet published; a probe has one fault only."""
    if row["probe"] == "unknown_key":
        return NEVER
    if row["probe"]:
        return signing.published_serial(database, now)
    return signing.serial_now(database, row["serial"], now)


def _signed(world: World, row: sqlite3.Row, serial: int, now: datetime) -> Delivery:
    probe = row["probe"]
    at = now - timedelta(seconds=SECONDS + 60) if probe == "old_timestamp" else now
    nonce = world.mischief.token("nonce", row["id"], row["attempts"])
    body = _body(world, row)
    headers = signing.sign(world.mischief, serial, at, nonce, body)
    if probe == "bad_signature":
        headers["Fake-Signature"] = headers["Fake-Signature"][::-1]
    return Delivery(row["id"], row["url"], headers, body, PROBES.get(probe, ""))


def _body(world: World, row: sqlite3.Row) -> bytes:
    wrong = row["probe"]
    return json.dumps(
        {
            "id": row["event"],
            "kind": row["kind"],
            "key": row["key"],
            "reference": row["reference"],
            "at": row["at"],
            "app_id": "somebody-else" if wrong == "wrong_app" else world.app_id,
            "seller": "somebody-else" if wrong == "wrong_seller" else world.seller,
        }
    ).encode()


def _replayed(row: sqlite3.Row, now: datetime) -> Delivery:
    """A good notice once more, to the letter. When it has grown old, that is noticed first."""
    kept = json.loads(row["sent"])
    old = now.timestamp() - int(kept["headers"]["Fake-Timestamp"]) > SECONDS
    return Delivery(
        row["id"], row["url"], kept["headers"], kept["body"].encode(), "age" if old else "nonce"
    )


def acknowledge(world: World, database: sqlite3.Connection, identity: str, now: datetime) -> None:
    """It was taken: it is not brought again, but for duplicates, and perhaps a replay."""
    row = database.execute(
        "SELECT * FROM notice WHERE id = ? AND probe = '' AND attempts > 0", (identity,)
    ).fetchone()
    if row is None:
        return
    again = stamp(now + timedelta(minutes=1)) if row["repeats"] else None
    database.execute(
        "UPDATE notice SET repeats = max(0, repeats - 1), due = ? WHERE id = ?", (again, identity)
    )
    if world.mischief.fires("replayed_nonce", identity, row["attempts"]):
        _plan_replay(world, database, row, now)


def _plan_replay(
    world: World, database: sqlite3.Connection, row: sqlite3.Row, now: datetime
) -> None:
    kept = json.dumps({"headers": json.loads(row["sent"]), "body": _body(world, row).decode()})
    database.execute(
        "INSERT OR IGNORE INTO notice"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'replayed_nonce', ?, 0, 0, ?, ?)",
        (
            f"{row['id']}.replay{row['attempts']}",
            *(row[name] for name in ("event", "kind", "key", "reference", "url")),
            stamp(now),
            row["serial"],
            kept,
            stamp(now + timedelta(seconds=30)),
        ),
    )


def next_at(database: sqlite3.Connection) -> datetime | None:
    """When something is to be brought next."""
    due = database.execute("SELECT min(due) FROM notice WHERE due IS NOT NULL").fetchone()[0]
    return None if due is None else moment(due)
