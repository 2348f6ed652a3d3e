"""A database of its own for every site of these tests, on the PostgreSQL server that the run was given."""

from __future__ import annotations

import os
import secrets
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

SERVER = os.environ.get("PECIA_TEST_DATABASE_URL", "")


def created(like: str = "") -> str:
    """The URL of a new database, empty or a copy of another; an empty text when sites use SQLite."""
    if not SERVER:
        return ""
    name = f"pecia_site_{secrets.token_hex(6)}"
    _say(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(_name(like) if like else "template1")
        )
    )
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def dropped(url: str) -> None:
    """Remove it, whoever still looks at it."""
    if url:
        _say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(url))))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _say(statement: sql.Composed) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
