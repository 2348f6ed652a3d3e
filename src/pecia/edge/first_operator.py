"""The one-time link by which the first operator is made; it works until there is one."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path


def setup_token(folder: Path) -> str:
    """The token in the data folder, made if there is none; readable by this user only."""
    path = folder / "setup-token"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8").strip()


def is_setup_token(folder: Path, given: str) -> bool:
    """Whether it is the one of this site; False when there is none."""
    path = folder / "setup-token"
    if not path.exists():
        return False
    return hmac.compare_digest(path.read_text(encoding="utf-8").strip(), given)


def forget_setup_token(folder: Path) -> None:
    """The link has done its work."""
    (folder / "setup-token").unlink(missing_ok=True)
