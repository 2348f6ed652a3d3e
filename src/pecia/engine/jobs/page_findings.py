"""Findings that only the painted pages show: blank, hidden text, scans."""

from __future__ import annotations

from pecia.engine.findings import Findings
from pecia.engine.pool.protocol import Message


def look_at_pages(records: list[Message], findings: Findings) -> None:
    """Add what the records, one a page in order, tell."""
    blank = [n for n, record in enumerate(records, 1) if record.get("blank") is True]
    hidden = [n for n, record in enumerate(records, 1) if record.get("hidden") not in (None, 0)]
    pictures = [n for n, record in enumerate(records, 1) if record.get("picture") is True]
    if blank:
        findings.add("blank_pages", _numbers(blank))
    if hidden:
        findings.add("hidden_text", f"on page {_numbers(hidden)}")
    if pictures and len(pictures) * 2 > len(records):
        findings.add("scanned", f"{len(pictures)} pages are pictures without text")


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return shown if len(numbers) <= 20 else f"{shown} and {len(numbers) - 20} more"
