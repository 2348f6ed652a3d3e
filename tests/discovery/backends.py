"""The indexes that tests run on: the embedded one always, those in PostgreSQL where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from pecia.discovery.index import postgres_schema as schemas
from pecia.discovery.index.postgres_index import PostgresIndex
from pecia.discovery.index.protocol import SearchIndex
from pecia.discovery.index.tantivy_index import TantivyIndex

EMBEDDED = "embedded"
POSTGRES = ("rum", "gin") if connection.vendor == "postgresql" else ()
BACKENDS = (EMBEDDED, *POSTGRES)


def make_index(backend: str, folder: Path) -> SearchIndex:
    """An empty index that is ready to be searched."""
    if backend == EMBEDDED:
        return TantivyIndex.create(folder)
    _use_the_index_at_once()
    _require(backend)
    schemas.create(schemas.LIVE, schemas.Label("test", backend))
    schemas.finish(schemas.LIVE)
    return PostgresIndex(schemas.LIVE)


def reader_of(backend: str, folder: Path) -> SearchIndex:
    """The same index as another process sees it."""
    return TantivyIndex(folder) if backend == EMBEDDED else PostgresIndex(schemas.LIVE)


def spoil_version(backend: str, folder: Path) -> None:
    """As if another version of the program had made it."""
    if backend == EMBEDDED:
        (folder / "version").write_text("0")
    else:
        label = schemas.Label("test", backend, version=0)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON SCHEMA {schemas.LIVE} IS '{label}'")


def choose(backend: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site of a test search with it."""
    if backend == EMBEDDED:
        return
    _use_the_index_at_once()
    _require(backend)
    settings.SEARCH_BACKEND = "postgresql"
    monkeypatch.setattr(schemas, "best_method", lambda: backend)


def _require(method: str) -> None:
    if method == "rum" and schemas.best_method() != "rum":
        pytest.skip("the extension rum is not installed here (Debian: postgresql-NN-rum)")


def _use_the_index_at_once() -> None:
    """A planner reads small tables as a whole; in the tests it shall not."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
