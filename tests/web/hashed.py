"""Static files with hashed names, ES modules included."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStorage(ManifestStaticFilesStorage):
    """As a running site stores them."""

    support_js_module_import_aggregation = True
