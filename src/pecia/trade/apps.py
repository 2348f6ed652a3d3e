"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TradeConfig(AppConfig):
    """Label and name."""

    name = "pecia.trade"
    label = "trade"
    default_auto_field = "django.db.models.BigAutoField"
