"""Settings of the tests: those of the site, in a folder of their own, on SQLite or PostgreSQL."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Each process of the test runner has its own folder; nothing of a real site is touched, nor another run.
os.environ["PECIA_DATA"] = tempfile.mkdtemp(prefix="pecia-tests-")
atexit.register(shutil.rmtree, os.environ["PECIA_DATA"], ignore_errors=True)
# Playwright keeps a loop in the thread of the tests; Django would take their queries for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for _name in ("DATABASE", "REDIS"):
    os.environ.pop(f"PECIA_{_name}_URL", None)
    if _given := os.environ.get(f"PECIA_TEST_{_name}_URL"):
        _own = f"?db={_WORKER.removeprefix('gw')}" if _name == "REDIS" and _WORKER != "main" else ""
        os.environ[f"PECIA_{_name}_URL"] = _given + _own

from pecia.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
