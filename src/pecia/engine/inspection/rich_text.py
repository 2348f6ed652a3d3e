"""RTF: groups that carry objects, links and templates. RTF specification 1.9.1."""

from __future__ import annotations

import re

from pecia.engine.inspection.inspection import Inspection

_FIELD = re.compile(
    rb"\\\*?\\?fldinst[^{}]*(?:\{[^{}]*)*?"
    rb"\b(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|HYPERLINK)\b([^{}]{0,200})"
)
_TEMPLATE = re.compile(rb"\\\*\\template\s+([^{}]{1,200})")
_INFO = re.compile(rb"\{\\(title|author|operator)\s([^{}]*)\}")
_FONT = re.compile(rb"\{\\f\d+[^{};]*?\s([^{};\\]+);")
_MAX = 64 << 20


def inspect(data: bytes, inspection: Inspection) -> None:
    """Fill the inspection."""
    data = data[:_MAX]
    findings = inspection.findings
    if re.search(rb"\\obj(?:ect|data|emb|link|update|autlink|ocx)\b", data):
        findings.add("embedded_object", "an object of another program")
    if re.search(rb"\\objupdate\b|\\objautlink\b", data):
        findings.add("active_content", "an object that asks to be updated")
    for kind, rest in _FIELD.findall(data)[:50]:
        _field(kind, rest, inspection)
    for target in _TEMPLATE.findall(data)[:5]:
        if b"//" in target or b"\\\\" in target:
            findings.add("remote_content", f"template {target.decode('latin-1')[:100]}")
    for name, raw in _INFO.findall(data):
        _info(name, raw.decode("latin-1").strip()[:500], inspection)
    hidden = inspection.hidden
    hidden.comments += data.count(b"\\annotation")
    hidden.tracked_changes += len(re.findall(rb"\\(?:revised|deleted)\b", data))
    fonts = dict.fromkeys(name.decode("latin-1").strip() for name in _FONT.findall(data)[:200])
    inspection.fonts += [name for name in fonts if name]
    inspection.east_asian = b"\\fcharset134" in data or b"\\ansicpg936" in data


def _field(kind: bytes, rest: bytes, inspection: Inspection) -> None:
    text = " ".join([kind.decode(), *rest.decode("latin-1").split()])[:120]
    code = {
        b"DDE": "active_formula",
        b"DDEAUTO": "active_formula",
        b"HYPERLINK": "external_link",
    }.get(kind, "remote_content")
    inspection.findings.add(code, text)


def _info(name: bytes, text: str, inspection: Inspection) -> None:
    if "\\" in text:  # escaped characters: LibreOffice knows them, we do not guess
        return
    if name == b"title":
        inspection.metadata.title = text
    elif name == b"author":
        inspection.metadata.author = text
    if name != b"title":
        inspection.add_person(text)
