"""The WSGI application, for `pecia serve` and for any server of your own."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")

application = get_wsgi_application()
