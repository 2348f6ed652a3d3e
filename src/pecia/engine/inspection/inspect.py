"""The inspection of one file: its type first, then what its kind of file can hide."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable

from pecia.engine.envelope import zip_index
from pecia.engine.errors import Refusal
from pecia.engine.formats import detection
from pecia.engine.formats.catalogue import Converter, Format
from pecia.engine.formats.containers import OOXML
from pecia.engine.formats.detection import Detected
from pecia.engine.inspection import (
    compound,
    embedded,
    odf,
    ooxml,
    pdf,
    plain,
    provenance,
    rich_text,
)
from pecia.engine.inspection.inspection import Inspection, add_hidden_findings

_ODF = {"odt", "ott", "odp", "otp", "ods", "ots"}
_FLAT = {"fodt", "fodp", "fods"}
_WITH_MACROS = re.compile(r"^(doc|dot|xls|xlt|pps|ppt|pot)m$|^xlsb$")
_FOREIGN_HEAD = re.compile(rb"%PDF-\d|<html[\s>]|<script[\s>]|<\?php", re.IGNORECASE)
_SUSPICIOUS = 128 << 20
_IMAGE_HEAD = 1 << 20  # where pictures keep their metadata

Bytes = bytes | mmap.mmap


def inspect(data: Bytes, name: str, password: str | None = None) -> Inspection:
    """Find the type of `data`, named `name`, and what is in it, without converting it.

    Raises `Refusal` for what is not taken. Encrypted documents are refused with
    `password_protected` unless there is a password; then their inside stays unseen.
    """
    detected = detection.detect(data, name)
    inspection = Inspection(detected.format, detected.encoding, detected.encrypted)
    if not detection.name_agrees(detected.format, name) and not detected.encrypted:
        inspection.findings.add("type_mismatch", f"{name[-60:]!r} holds {detected.format.name}")
    _polyglot(data, detected, inspection)
    _contents(data, detected, inspection, password)
    if inspection.encrypted and password is None and not _opens_by_itself(inspection):
        raise Refusal("password_protected", detected.format.title)
    if inspection.encrypted:
        inspection.findings.add("encrypted", "opened with a password")
    may_hold_macros = detected.format.name not in OOXML or _WITH_MACROS.match(detected.format.name)
    if "macro" in inspection.findings and not may_hold_macros:
        inspection.findings.add("type_mismatch", "macros in a format that has none")
    add_hidden_findings(inspection)
    return inspection


def _contents(
    data: Bytes, detected: Detected, inspection: Inspection, password: str | None
) -> None:
    if detected.encrypted:
        return
    if detected.zip is not None:
        _container(detected, inspection)
    elif detected.ole is not None:
        compound.inspect(detected.ole, inspection)
    elif detected.format.converter is Converter.PDF:
        pdf.inspect(bytes(data), inspection, password)
    elif detected.format.converter is Converter.IMAGE:
        provenance.look(bytes(data[:_IMAGE_HEAD]), inspection)
    elif look := _simple(detected.format):
        look(bytes(data), inspection)


def _simple(format_: Format) -> Callable[[bytes, Inspection], None] | None:
    if format_.name in _FLAT:
        return odf.inspect_flat
    if format_.name == "rtf":
        return rich_text.inspect
    if format_.name == "html":
        return plain.inspect_html
    return plain.inspect_text if format_.name in {"txt", "md", "csv", "tsv"} else None


def _container(detected: Detected, inspection: Inspection) -> None:
    index = detected.zip
    if index is None:
        return
    if index.encrypted:
        raise Refusal("password_protected", "encrypted by ZIP's own means")
    if index.unpacked_size() > _SUSPICIOUS:
        inspection.findings.add("suspected_bomb", f"unpacks to {index.unpacked_size()} bytes")
    if detected.format.name in OOXML:
        ooxml.inspect(index, inspection)
    elif detected.format.name in _ODF:
        inspection.encrypted = odf.is_encrypted(index)
        odf.inspect(index, inspection)
    else:  # EPUB: its converter looks at the documents inside
        for entry in index.entries:
            embedded.look(index, entry, inspection)


def _polyglot(data: Bytes, detected: Detected, inspection: Inspection) -> None:
    """Bytes that another program would take for another kind of file."""
    head, tail = bytes(data[:1024]), bytes(data[-65_557:])
    if detected.zip is not None:
        if detected.zip.leading:
            inspection.findings.add("ambiguous_type", "bytes before the container")
        return
    if detected.format.converter not in (Converter.PDF, Converter.IMAGE, Converter.HTML):
        return
    if b"PK\x05\x06" in tail and _is_container(data):
        inspection.findings.add("ambiguous_type", "also a ZIP container")
    others = {match.lower() for match in _FOREIGN_HEAD.findall(head)}
    if detected.format.converter is Converter.PDF:
        others = {other for other in others if not other.startswith(b"%pdf")}
    if others and detected.format.converter is not Converter.HTML:
        inspection.findings.add("ambiguous_type", "also another kind of file")
    if others and b"%pdf-" in {other[:5] for other in others}:
        inspection.findings.add("ambiguous_type", "also a PDF")


def _is_container(data: Bytes) -> bool:
    try:
        zip_index.ZipIndex(data)
    except Refusal as refusal:
        return refusal.code != "zip_damaged"
    return True


def _opens_by_itself(inspection: Inspection) -> bool:
    """A PDF with an owner's password only, which every reader opens."""
    return inspection.format.converter is Converter.PDF and "encrypted" in inspection.findings
