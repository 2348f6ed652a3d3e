"""Settings of the tests: those of the site, in a folder of their own, on SQLite or PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# A worker of the test runner has its own folder; nothing of a real site is touched.
_DATA = (
    Path(tempfile.gettempdir())
    / f"pecia-tests-{os.getuid()}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
)
_DATA.mkdir(exist_ok=True, mode=0o700)
os.environ["PECIA_DATA"] = str(_DATA)
os.environ.pop("PECIA_DATABASE_URL", None)
if named := os.environ.get("PECIA_TEST_DATABASE_URL"):
    os.environ["PECIA_DATABASE_URL"] = named

from pecia.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
