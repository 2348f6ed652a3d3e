"""Static files under names that hold their hash, also inside CSS and JavaScript modules."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Imports between our modules are rewritten to the hashed names too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
