"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Label, name, and what it wants to hear."""

    name = "pecia.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to news of editions."""
        from pecia.ingest import handlers
        from pecia.kernel import events
        from pecia.library.public import EditionEnded

        events.subscribe(EditionEnded, "ingest.write_to_publisher", handlers.write_to_publisher)
