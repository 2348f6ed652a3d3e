"""Emptying the database after a test whose transactions were real: the books refuse it, rightly, so
their guards are lifted for that moment. Nothing in the program can do this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from pecia.trade.guards import guards, triggers


@contextmanager
def books_can_be_emptied() -> Iterator[None]:
    """Let `flush` remove what only tests may remove."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def without_guards(self: object, statements: list[str]) -> None:
        with transaction.atomic(), guards_lifted():
            flush(self, statements)  # type: ignore[arg-type]

    operations.execute_sql_flush = without_guards  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        operations.execute_sql_flush = flush  # type: ignore[method-assign]


@contextmanager
def guards_lifted() -> Iterator[None]:
    """The tables of money without their triggers."""
    _lift()
    try:
        yield
    finally:
        _install()


def _lift() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in triggers(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _install() -> None:
    with connection.cursor() as cursor:
        for statement in guards(connection.vendor):
            if "CREATE TRIGGER" in statement:
                cursor.execute(statement)
