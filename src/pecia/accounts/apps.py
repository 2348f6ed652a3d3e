"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label and name."""

    name = "pecia.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
