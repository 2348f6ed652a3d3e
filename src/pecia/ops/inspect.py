"""`pecia inspect`: what a file is and what is in it, without converting it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pecia.engine.public import (
    Engine,
    EngineSettings,
    PoolStartError,
    Refusal,
    inspection_report,
    refusal_report,
)
from pecia.ops.arguments import files_in
from pecia.ops.finding_labels import FINDING_LABELS, SEVERITY_LABELS
from pecia.ops.texts import gettext as _
from pecia.ops.texts import padded


def run(words: Sequence[str]) -> int:
    """Inspect the files; 0 when all are documents, 1 when some are refused."""
    asked = _parser().parse_args(words)
    try:
        with Engine(EngineSettings(office=False)) as engine:
            reports = [_inspect(engine, file, asked.password) for file in files_in(asked.files)]
    except PoolStartError as error:
        print(
            f"pecia: {error}\n" + _("Run `pecia doctor` to see what is missing."), file=sys.stderr
        )
        return 1
    if asked.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(report) for report in reports))
    return 1 if any(report["outcome"] == "refused" for report in reports) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia inspect", description=_("Say what a file is and what is in it.")
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="files, folders or patterns")
    parser.add_argument("--password", help="for documents that need one")
    parser.add_argument("--json", action="store_true", help="print reports as JSON")
    return parser


def _inspect(engine: Engine, file: Path, password: str | None) -> dict[str, Any]:
    try:
        return inspection_report(file, engine.inspect(file, password=password))
    except Refusal as refusal:
        return refusal_report(file, refusal)


def _lines(report: dict[str, Any]) -> str:
    if report["outcome"] == "refused":
        refused = _("%(file)s: refused (%(code)s). %(advice)s")
        return refused % {**report, "advice": _(report["advice"])}
    lines = [f"{report['file']}: {report['type']}"]
    lines += [_finding(found) for found in report["findings"]]
    for name, other in report["fonts_missing"].items():
        told = _("%(font)s is missing, %(other)s stands in") % {"font": name, "other": other}
        lines.append(f"  {padded(_('font'), 8)} {told}")
    return "\n".join(lines)


def _finding(found: dict[str, str]) -> str:
    severity = padded(_(SEVERITY_LABELS[found["severity"]]), 8)
    label = _(FINDING_LABELS[found["code"]])
    detail = f" ({found['detail']})" if found["detail"] else ""
    return f"  {severity} {found['code']}: {label}{detail}"
