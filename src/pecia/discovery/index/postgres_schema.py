"""The tables of an index in PostgreSQL: a schema of their own for each index.

The schema's comment says of which version it is and how it is indexed. Tables are made when an
index is built, not by a migration: an index is no part of the site's data, and can be made again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import ProgrammingError, connection, transaction

VERSION = 1  # of the tables and of the analysis: another one means to index anew
LIVE, BUILDING, RETIRED = "pecia_index_live", "pecia_index_building", "pecia_index_retired_"
# The planner counts the rows of a small table and not the texts that it would have to unpack: for
# a search by words, indexes are to be used. Compiling a query takes longer than any of ours.
BY_WORDS = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
    " set_config('random_page_cost', '1.1', true)"
)
_log = logging.getLogger(__name__)
_METHODS = {"rum": "rum (vector rum_tsvector_ops)", "gin": "gin (vector) WITH (fastupdate = off)"}
_DOCUMENTS = """
CREATE TABLE {documents} (
    key bigint PRIMARY KEY,
    category text NOT NULL, format text NOT NULL, lang text NOT NULL, licence text NOT NULL,
    access text NOT NULL, uploader text NOT NULL, pages integer NOT NULL, year integer NOT NULL,
    published timestamptz NOT NULL, reads bigint NOT NULL, downloads bigint NOT NULL
);
CREATE INDEX ON {documents} (published, key);
CREATE INDEX ON {documents} (reads, key);
CREATE INDEX ON {documents} (downloads, key);
"""
_PARTS = """
CREATE TABLE {parts} (
    key bigint NOT NULL, is_whole boolean NOT NULL, vector tsvector NOT NULL
) PARTITION BY LIST (is_whole);
CREATE TABLE {whole} PARTITION OF {parts} FOR VALUES IN (true);
CREATE TABLE {pieces} PARTITION OF {parts} FOR VALUES IN (false);
CREATE INDEX ON {parts} (key);
"""


@dataclass(frozen=True, slots=True)
class Label:
    """What the comment of a schema says."""

    name: str
    method: str
    version: int = VERSION

    def __str__(self) -> str:
        return f"pecia {self.version} {self.method} {self.name}"


def named(text: str, schema: str) -> str:
    """SQL with the tables of that schema."""
    for table in ("documents", "parts", "whole", "pieces"):
        text = text.replace(f"{{{table}}}", f'"{schema}".{table}')
    return text


def label_of(schema: str) -> Label | None:
    """What is said of it; nothing where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [schema])
        comment = cursor.fetchone()[0]
    if not comment:
        return None
    _pecia, version, method, name = comment.split()
    return Label(name, method, int(version))


def beginning_with(prefix: str) -> list[str]:
    """The schemas whose names begin so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [prefix])
        return [row[0] for row in cursor.fetchall()]


def create(schema: str, label: Label) -> None:
    """Empty tables, quick to fill."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema}"')
        cursor.execute(f"COMMENT ON SCHEMA \"{schema}\" IS '{label}'")
        cursor.execute(named(_DOCUMENTS + _PARTS, schema))


def finish(schema: str) -> None:
    """Make them quick to search, once they are filled."""
    label = label_of(schema)
    assert label is not None, "it was created"
    with connection.cursor() as cursor:
        cursor.execute(named(f"CREATE INDEX ON {{parts}} USING {_METHODS[label.method]}", schema))
        cursor.execute(named("ANALYZE {documents}, {parts}", schema))


def drop(schema: str) -> None:
    """Remove the tables; nothing when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def rename(schema: str, name: str) -> None:
    """Searches under way go on with what they began with."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{name}"')


def best_method() -> str:
    """RUM, which knows places and so ranks without reading the texts, where it is installed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = 'rum'"
        )
        row = cursor.fetchone()
    if row is None:
        return "gin"
    return "rum" if row[0] or _extension_made() else "gin"


def _extension_made() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION rum")
    except ProgrammingError as error:  # only a superuser may
        _log.warning("rum is installed and not created, so searches use gin: %s", error)
        return False
    return True
