"""Where an index in PostgreSQL lies: the live one, and beside it one that is being built.

Each is a schema of its own, known by its name. A switch renames them in one transaction, and takes
no lock on their tables: searches under way end with the index that they began with. What changes
while a new index is built goes to both, in the transaction of the batch.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.db import OperationalError, connection, transaction

from pecia.discovery.errors import NoIndex
from pecia.discovery.index import postgres_schema as schemas
from pecia.discovery.index.postgres_index import PostgresIndex
from pecia.discovery.index.postgres_schema import BUILDING, LIVE, RETIRED, VERSION, Label

_LOCK = 0x7065636961  # "pecia": of whoever writes, for one batch


class IndexSchemas:
    """The indexes in the site's database."""

    def live(self) -> PostgresIndex:
        """The index that is searched. Raises `NoIndex`."""
        return PostgresIndex(LIVE)

    @contextmanager
    def writing(self) -> Iterator[Sequence[PostgresIndex]]:
        """The indexes that a change must go to, nobody else's for the while. Raises `NoIndex`."""
        with _locked():
            there = [schema for schema in (LIVE, BUILDING) if _is_current(schema)]
            if not there:
                raise NoIndex
            yield [PostgresIndex(schema) for schema in there]

    def has_live(self) -> bool:
        """Whether there is something to search, made by this version."""
        return _is_current(LIVE)

    def begin(self) -> str:
        """Begin to build beside the live one; returns the new one's name."""
        with _locked():
            label = Label(secrets.token_hex(4), schemas.best_method())
            _retire(BUILDING)
            schemas.create(BUILDING, label)
        _drop_retired()
        return label.name

    def switch(self, name: str) -> bool:
        """Let the new one be searched and remove the old. False when another is in building."""
        with _locked():
            label = schemas.label_of(BUILDING)
            if label is None or label.name != name:
                return False
            schemas.finish(BUILDING)
            _retire(LIVE)
            schemas.rename(BUILDING, LIVE)
        _drop_retired()
        return True


def _is_current(schema: str) -> bool:
    label = schemas.label_of(schema)
    return label is not None and label.version == VERSION


def _retire(schema: str) -> None:
    """Out of the way, without waiting for those who read it."""
    if (label := schemas.label_of(schema)) is not None:
        schemas.rename(schema, f"{RETIRED}{label.name}")


def _drop_retired() -> None:
    """Somebody may still read one, a backup for hours: then a later build removes it."""
    for schema in schemas.beginning_with(RETIRED):
        with (
            suppress(OperationalError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            schemas.drop(schema)


@contextmanager
def _locked() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
