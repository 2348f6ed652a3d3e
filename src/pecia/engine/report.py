"""A rendering, or a refusal, as a record that other programs read: `report.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pecia.engine.errors import Refusal
from pecia.engine.findings import Finding
from pecia.engine.rendering import Facts, Rendering
from pecia.engine.validation import UNWANTED

Report = dict[str, Any]


def rendering_report(source: Path, rendering: Rendering) -> Report:
    """The record of a document that became pages; its `outcome` is `rendered`."""
    return {
        **_head(source),
        "outcome": "rendered",
        "code": None,
        "type": rendering.facts.type,
        "pages": len(rendering.pages),
        "language": rendering.language,
        "findings": findings_report(rendering.findings),
        "fonts_missing": rendering.facts.fonts_missing,
        "timings": rendering.timings,
        "encoding": rendering.facts.encoding,
        "metadata": asdict(rendering.facts.metadata),
        "hidden": asdict(rendering.facts.hidden),
    }


def refusal_report(source: Path, refusal: Refusal) -> Report:
    """The record of a document that was refused; `code` says why, `advice` what to do."""
    return {
        **_head(source),
        "outcome": "refused",
        "code": refusal.code,
        "type": None,
        "pages": 0,
        "language": "und",
        "findings": [],
        "fonts_missing": {},
        "timings": {},
        "advice": refusal.advice,
        "detail": refusal.detail,
    }


def inspection_report(source: Path, facts: Facts) -> Report:
    """The record of a document that was only looked at; its `outcome` is `inspected`."""
    return {
        **_head(source),
        "outcome": "inspected",
        "code": None,
        "type": facts.type,
        "encoding": facts.encoding,
        "findings": findings_report(facts.findings),
        "fonts_missing": facts.fonts_missing,
        "metadata": asdict(facts.metadata),
        "hidden": asdict(facts.hidden),
    }


def findings_report(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as records."""
    return [
        {"code": found.code, "severity": str(found.severity), "detail": found.detail}
        for found in findings
    ]


def _head(source: Path) -> Report:
    return {"file": readable_name(source.name), "sha256": _sha256(source)}


def readable_name(name: str) -> str:
    """A file name as it can be shown: what deceives, or is no text, is replaced."""
    shown = name.encode("utf-8", "replace").decode("utf-8")
    return UNWANTED.sub("\ufffd", shown)[:255]


def _sha256(source: Path) -> str | None:
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
