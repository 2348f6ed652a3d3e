"""The folder that holds everything a site has: what to back up, and what to delete."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from platformdirs import user_data_path

from pecia.kernel import environment

WEAK = 32  # characters; a shorter secret is guessed


def data_folder() -> Path:
    """`PECIA_DATA`, or the user's data folder."""
    named = environment.text("PECIA_DATA")
    return Path(named).expanduser().resolve() if named else user_data_path("pecia")


def prepare(folder: Path) -> None:
    """Make the folder and the site's secret, readable by this user only. Safe to run again."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(folder / "secret-key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))


def secret_key(folder: Path) -> str:
    """`PECIA_SECRET_KEY`, or what `prepare` wrote. Refuses a weak one."""
    named = environment.text("PECIA_SECRET_KEY")
    path = folder / "secret-key"
    if not named and not path.exists():
        prepare(folder)
    key = named or path.read_text(encoding="utf-8").strip()
    if len(key) < WEAK or len(set(key)) < 10:
        raise ImproperlyConfigured(
            f"the secret key is too weak: at least {WEAK} characters by chance are needed. "
            "Remove PECIA_SECRET_KEY to have one made, or give a better one."
        )
    return key
