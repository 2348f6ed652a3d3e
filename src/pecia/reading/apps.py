"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """Label, name, and what it wants to hear."""

    name = "pecia.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to news of documents."""
        from pecia.kernel import events
        from pecia.library.public import DocumentErased
        from pecia.reading import handlers

        events.subscribe(DocumentErased, "reading.forget_document", handlers.forget_document)
