"""Triggers by which the tables of money guard themselves: one file a database, run by migrations.

A later migration that rebuilds one of these tables on SQLite loses its triggers and must install
them again; a test looks whether all are there after all migrations.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STATEMENT_ENDS = {
    "sqlite": re.compile(r"(?<=END;)\s*\n"),
    "postgresql": re.compile(r"(?<=\$\$;)\s*\n|(?<=\(\);)\s*\n"),
}
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+).*? ON (\w+)", re.DOTALL)
FILES = ("ledger",)


def install_ledger_guards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Install those of the books; the signature is that of a migration's function."""
    for statement in _statements("ledger", editor.connection.vendor):
        editor.execute(statement)


def guards(vendor: str) -> list[str]:
    """All statements that a database of this kind needs, in order."""
    return [statement for name in FILES for statement in _statements(name, vendor)]


def triggers(vendor: str) -> list[tuple[str, str]]:
    """Table and name of every trigger that must be there."""
    found = (_TRIGGER.match(statement) for statement in guards(vendor))
    return [(match[2], match[1]) for match in found if match]


def _statements(name: str, vendor: str) -> list[str]:
    folder = resources.files("pecia.trade.migrations") / "guards"
    lines = (folder / f"{name}_{vendor}.sql").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    parts = _STATEMENT_ENDS[vendor].split(text)
    return [part.strip() for part in parts if part.strip()]
