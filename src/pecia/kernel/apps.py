"""The kernel as a Django app: it owns the outbox."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Label and name."""

    name = "pecia.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
