"""Rows whose column begins with something, by its index on every database."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

_AFTER_ALL = "\U0010ffff"


def begins(column: str, prefix: str) -> Q:
    """SQLite finds a prefix by its index only as a range, PostgreSQL only as LIKE."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + _AFTER_ALL})
    return Q(**{f"{column}__startswith": prefix})
