"""A backup of the database has no index in it, nor what only the index wants."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.db import connection

from pecia.discovery.index import postgres_schema as schemas
from pecia.discovery.index_schemas import IndexSchemas
from pecia.ops.backup import dump_database

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL only"),
]


def test_a_backup_leaves_the_index_out(tmp_path: Path) -> None:
    place = IndexSchemas()
    try:
        assert place.switch(place.begin())
        listed = ["pg_restore", "--list", str(tmp_path / dump_database(tmp_path))]
        told = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
        assert "library_document" in told
        assert "pecia_index" not in told
        assert "rum" not in told.split()
    finally:
        schemas.drop(schemas.LIVE)


def test_a_retired_index_that_is_read_goes_with_a_later_build() -> None:
    place = IndexSchemas()
    try:
        assert place.switch(place.begin())
        schemas.rename(schemas.LIVE, f"{schemas.RETIRED}old")
        assert place.switch(place.begin())
        assert schemas.beginning_with("pecia_index_") == [schemas.LIVE]
        assert not place.switch("another")
    finally:
        schemas.drop(schemas.LIVE)
    assert connection.vendor == "postgresql"
