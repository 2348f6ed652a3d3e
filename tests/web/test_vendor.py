"""Files of others are what was recorded, and nothing else lies beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "src/pecia/web/static/web/vendor"


def test_every_file_has_the_recorded_hash_and_a_licence() -> None:
    recorded = {}
    for package in json.loads((VENDOR / "vendor.json").read_text())["packages"]:
        assert package["licence"]
        assert "LICENSE" in package["files"]
        assert package["integrity"].startswith("sha512-")
        for name, digest in package["files"].items():
            recorded[f"{package['folder']}/{name}"] = digest
    assert recorded == _digests()


def _digests() -> dict[str, str]:
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
