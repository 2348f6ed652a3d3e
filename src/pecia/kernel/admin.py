"""The base of what Django's admin shows: everything to look at, nothing to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251  Django's admin is HTTP


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """For emergencies: rows can be seen; changes go through the parts' own doors."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
