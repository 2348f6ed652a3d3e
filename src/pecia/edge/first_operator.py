"""The one-time link by which the first operator is made. It works until there is one, for a day;
each start of the site makes it anew when it is too old."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import timedelta
from pathlib import Path

from pecia.kernel import clock

LIFE = timedelta(days=1)


def setup_token(folder: Path) -> str:
    """The token in the data folder, made if there is none; readable by this user only."""
    path = folder / "setup-token"
    if _is_too_old(path):
        path.unlink()
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8").strip()


def is_setup_token(folder: Path, given: str) -> bool:
    """Whether it is the one of this site; False when there is none, or it is too old."""
    path = folder / "setup-token"
    if not path.exists() or _is_too_old(path):
        return False
    return hmac.compare_digest(path.read_text(encoding="utf-8").strip(), given)


def forget_setup_token(folder: Path) -> None:
    """The link has done its work."""
    (folder / "setup-token").unlink(missing_ok=True)


def _is_too_old(path: Path) -> bool:
    if not path.exists():
        return False
    return clock.now().timestamp() - path.stat().st_mtime > LIFE.total_seconds()
