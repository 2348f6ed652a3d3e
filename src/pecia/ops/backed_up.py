"""Whether a backup can be restored: complete, whole, and not of a newer version than this."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pecia
from pecia.kernel.blobs import sha256_of
from pecia.ops.backup import MANIFEST, ORIGINALS
from pecia.ops.texts import gettext as _


def unusable(source: Path, *, whole: bool = True) -> str:
    """Why it can't be restored; nothing when it can. `whole`: every original is read, too."""
    facts = {"folder": source}
    if not (source / MANIFEST).exists():
        return _("%(folder)s is no complete backup: it has no manifest") % facts
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        problem = _newer(manifest) or _damaged(source, manifest, whole=whole)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _("the manifest in %(folder)s is damaged") % facts
    return problem


def _newer(manifest: dict[str, Any]) -> str:
    version = manifest["version"]
    if _numbers(version) <= _numbers(pecia.__version__):
        return ""
    told = _("the backup is of Pecia %(version)s, this is %(own)s; install that one or a newer one")
    return told % {"version": version, "own": pecia.__version__}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _damaged(source: Path, manifest: dict[str, Any], *, whole: bool) -> str:
    names = [name for name, sha256 in manifest["files"].items() if not _fits(source / name, sha256)]
    if names or manifest["database"] not in manifest["files"]:
        told = _("the backup is damaged: %(names)s is not what was written")
        return told % {"names": ", ".join(names) or MANIFEST}
    bad = list(_bad_originals(source / ORIGINALS, manifest["originals"])) if whole else []
    if bad:
        told = _("the backup is damaged: original %(names)s; --damaged brings what is whole")
        return told % {"names": ", ".join(bad)}
    return ""


def _bad_originals(folder: Path, count: int) -> Iterator[str]:
    """Those that are not what their names say, and how many are not there."""
    paths = sorted(folder.glob("??/??/*"))
    yield from (path.name for path in paths if not _fits(path, path.name))
    if len(paths) != count:
        yield _("%(count)d of %(all)d") % {"count": len(paths), "all": count}


def _fits(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path) == sha256
