"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """Label, name, and what it wants to hear."""

    name = "pecia.discovery"
    label = "discovery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to everything that changes what can be found."""
        from pecia.accounts.public import AccountErased
        from pecia.discovery import handlers, indexing
        from pecia.kernel import events
        from pecia.library.public import (
            DocumentDescribed,
            DocumentErased,
            DocumentHidden,
            DocumentPublished,
        )

        for kind in (DocumentPublished, DocumentDescribed, DocumentHidden, DocumentErased):
            events.subscribe(kind, indexing.MARK, handlers.mark_document)
        events.subscribe(AccountErased, "discovery.forget_person", handlers.forget_person)
