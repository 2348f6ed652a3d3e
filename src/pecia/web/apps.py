"""The pages as a Django app: templates and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Label and name."""

    name = "pecia.web"
    label = "web"
