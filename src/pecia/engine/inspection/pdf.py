"""PDF: actions, files, layers, signatures, revisions. ISO 32000-2, with qpdf's object model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from pecia.engine.errors import Refusal
from pecia.engine.inspection import embedded, pdf_streams, pdf_weight, provenance
from pecia.engine.inspection.inspection import Inspection

_ACTIONS = {
    "/JavaScript": "active_content",
    "/Launch": "active_content",
    "/SubmitForm": "active_content",
    "/ImportData": "active_content",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/GoToR": "external_link",
    "/GoToE": "embedded_file",
    "/URI": "external_link",
}
_MAX_OBJECTS = 300_000
_MAX_PAGES = 2_000
_MAX_METADATA = 1 << 20
_HEAD = 65_536
_UNREADABLE = (
    pikepdf.PdfError, ValueError, RuntimeError, RecursionError, KeyError, TypeError, AttributeError
)  # fmt: skip
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")


def swells(path: Path, password: str | None = None) -> bool:
    """Whether page 1 can't be painted before the whole file has been looked through."""
    try:
        with pikepdf.open(path, password=password or "", suppress_warnings=True) as pdf:
            page = pdf.pages[0].obj if len(pdf.pages) else pdf.Root
            for drawn in pdf_weight.drawn_things(page).values():
                pdf_streams.check(drawn)
            return pdf_weight.Scale().is_heavy(page, 1)
    except Refusal:
        return True
    except (pikepdf.PasswordError, *_UNREADABLE):
        return False


def inspect(data: bytes, inspection: Inspection, password: str | None = None) -> None:
    """Fill the inspection. Raises `Refusal` for XFA and for streams that unpack without end.

    A file that qpdf can't read is left to PDFium, which mends more.
    """
    if data.count(b"%%EOF") > 1 or data.count(b"startxref") > 1:
        _revisions(data, inspection)
    try:
        with pikepdf.open(BytesIO(data), password=password or "", suppress_warnings=True) as pdf:
            _whole(pdf, inspection)
    except pikepdf.PasswordError:
        inspection.encrypted = True
    except _UNREADABLE as e:
        inspection.findings.add("page_failed", f"qpdf: {e}"[:120])


def _whole(pdf: pikepdf.Pdf, inspection: Inspection) -> None:
    if pdf.is_encrypted:
        inspection.encrypted = True
        inspection.findings.add("encrypted", "opened with the empty or the given password")
    _info(pdf, inspection)
    _root(pdf, inspection)
    _pages(pdf, inspection)
    for number, thing in enumerate(pdf.objects):
        if number > _MAX_OBJECTS:
            inspection.findings.add("suspected_bomb", f"more than {_MAX_OBJECTS} objects")
            return
        _object(thing, inspection)


def _root(pdf: pikepdf.Pdf, inspection: Inspection) -> None:
    root, findings = pdf.Root, inspection.findings
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        findings.add("xfa", "an XFA form")
        if bool(root.get("/NeedsRendering", False)):
            raise Refusal("xfa", "a dynamic XFA form")
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        findings.add("embedded_file", "attached files")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        findings.add("active_content", "JavaScript")
    layers = root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary):
        findings.add("optional_content", f"{len(layers.get('/OCGs', []))} layers")
    if "/Lang" in root:
        inspection.metadata.language = str(root["/Lang"])[:20]


def _object(thing: Any, inspection: Inspection) -> None:
    if isinstance(thing, pikepdf.Stream):
        _stream(thing, inspection)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    findings = inspection.findings
    for action in _actions_of(thing):
        kind = str(action.get("/S", ""))
        if kind in _ACTIONS:
            findings.add(_ACTIONS[kind], _action_detail(kind, action))
    if str(thing.get("/AFRelationship", "")) == "/C2PA_Manifest":
        findings.add("provenance", "C2PA manifest present, not verified")
    if str(thing.get("/Type", "")) == "/Filespec" and "/EF" in thing:
        findings.add("embedded_file", str(thing.get("/UF", thing.get("/F", "")))[:100])
    if "/ByteRange" in thing and "/Contents" in thing:
        findings.add("signature", "the document is signed")
    if str(thing.get("/Subtype", "")) in ("/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"):
        findings.add("media", str(thing["/Subtype"]))
    if str(thing.get("/Subtype", "")) in ("/Text", "/FreeText", "/Highlight", "/Popup"):
        inspection.hidden.comments += str(thing["/Subtype"]) != "/Popup"
        inspection.add_person(_one_line(thing.get("/T", ""))[:100])


def _actions_of(thing: Any) -> Iterator[Any]:
    """The object itself when it is an action, and the actions that stand in it directly."""
    if "/S" in thing:
        yield thing
    for key in ("/A", "/OpenAction", "/JS"):
        value = thing.get(key)
        if isinstance(value, pikepdf.Dictionary):
            yield value
    additional = thing.get("/AA")
    if isinstance(additional, pikepdf.Dictionary):
        yield from (v for v in additional.values() if isinstance(v, pikepdf.Dictionary))


def _action_detail(kind: str, action: Any) -> str:
    target = action.get("/URI", action.get("/F", ""))
    named = target.get("/F", "") if isinstance(target, pikepdf.Dictionary) else target
    return (
        f"{kind[1:]} {named}".strip()[:120] if not isinstance(named, pikepdf.Stream) else kind[1:]
    )


def _stream(stream: Any, inspection: Inspection) -> None:
    pdf_streams.check(stream)
    if "/F" in stream:
        inspection.findings.add("remote_content", "a stream that lies in another file")
    kind = str(stream.get("/Type", ""))
    if kind == "/EmbeddedFile":
        embedded.look_at("attached file", pdf_streams.head(stream, _HEAD), inspection)
    elif kind == "/Metadata":
        provenance.look(pdf_streams.head(stream, _MAX_METADATA), inspection)


def _pages(pdf: pikepdf.Pdf, inspection: Inspection) -> None:
    """Pages that would fill all memory when they are only read."""
    scale = pdf_weight.Scale()
    for number, page in enumerate(pdf.pages, 1):
        if number > _MAX_PAGES:
            return
        if scale.is_heavy(page, number):
            inspection.heavy_pages.append(number)


def _revisions(data: bytes, inspection: Inspection) -> None:
    """A linearized file has two ends; every further one is a change appended later."""
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    linearized = b"/Linearized" in data[:2048]
    later = len(ends) - (2 if linearized else 1)
    if later > 0:
        inspection.findings.add("incremental_update", f"changed {later} times by appending")
    ranges = re.findall(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+(\d+)\s+(\d+)", data)
    covered = max((int(start) + int(size) for start, size in ranges), default=0)
    if covered and len(data.rstrip()) > covered + 2:
        inspection.findings.add("revised_after_signing", "bytes follow the signed part")


def _info(pdf: pikepdf.Pdf, inspection: Inspection) -> None:
    info, meta = pdf.docinfo, inspection.metadata
    meta.title = _one_line(info.get("/Title", ""))
    meta.author = _one_line(info.get("/Author", ""))
    meta.producer = _one_line(info.get("/Producer", ""))
    meta.created = _date(str(info.get("/CreationDate", "")))
    meta.modified = _date(str(info.get("/ModDate", "")))
    inspection.add_person(meta.author)
    if "/AIGC" in info:
        inspection.findings.add("provenance", "AIGC label present, not verified")


def _one_line(value: Any) -> str:
    return " ".join(str(value)[:2_000].split())[:500]


def _date(raw: str) -> str:
    match = _DATE.match(raw)
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}" if hour else date
