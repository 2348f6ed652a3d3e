"""Django for commands that need the site: its data folder, its settings, its parts."""

from __future__ import annotations

import os
from pathlib import Path


def set_up() -> Path:
    """Make the data folder if it is not there, and load the site. Returns the folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")
    import django

    from pecia.kernel import data_folder

    folder = data_folder.data_folder()
    data_folder.prepare(folder)
    django.setup()
    return folder


def load_everything() -> None:
    """Import what requests and tasks will need, so that processes forked afterwards share it."""
    from django.db import connections
    from django.urls import get_resolver

    get_resolver().check()
    connections.close_all()


def migrate() -> None:
    """Bring the database to what this version needs. Safe to repeat."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
