"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Label, name, and what it wants to hear."""

    name = "pecia.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to news of people."""
        from pecia.accounts.public import AccountErased
        from pecia.kernel import events
        from pecia.library import handlers
        from pecia.library.events import DocumentErased

        events.subscribe(AccountErased, "library.forget_person", handlers.forget_person)
        events.subscribe(DocumentErased, "library.remove_bytes", handlers.remove_bytes)
