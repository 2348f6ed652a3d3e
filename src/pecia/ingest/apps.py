"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Label and name."""

    name = "pecia.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"
