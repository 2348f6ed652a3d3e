"""PDF: actions, files, layers, signatures, revisions. ISO 32000-2, with qpdf's object model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from pecia.engine.errors import Refusal
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
_MAX_STREAM = 512 << 20  # bytes that one stream may unpack to
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")
_BOMB_FILTERS = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/Fl", "/LZW", "/RL"}


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
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, KeyError, TypeError) as e:
        inspection.findings.add("page_failed", f"qpdf: {e}"[:120])


def _whole(pdf: pikepdf.Pdf, inspection: Inspection) -> None:
    if pdf.is_encrypted:
        inspection.encrypted = True
        inspection.findings.add("encrypted", "opened with the empty or the given password")
    _info(pdf, inspection)
    _root(pdf, inspection)
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
    if str(thing.get("/Type", "")) == "/Filespec" and "/EF" in thing:
        findings.add("embedded_file", str(thing.get("/UF", thing.get("/F", "")))[:100])
    if "/ByteRange" in thing and "/Contents" in thing:
        findings.add("signature", "the document is signed")
    if str(thing.get("/Subtype", "")) in ("/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"):
        findings.add("media", str(thing["/Subtype"]))
    if str(thing.get("/Subtype", "")) in ("/Text", "/FreeText", "/Highlight", "/Popup"):
        inspection.hidden.comments += str(thing["/Subtype"]) != "/Popup"
        inspection.add_person(str(thing.get("/T", ""))[:100])


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
    """Refuse chains of packers, by which a few bytes become gigabytes; measure single ones."""
    filters = stream.get("/Filter", [])
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    packers = [name for name in names if name in _BOMB_FILTERS]
    if len(packers) > 3:
        raise Refusal("stream_limit", f"a stream packed {len(packers)} times")
    packed = int(stream.get("/Length", 0)) if not isinstance(stream.get("/Length", 0), str) else 0
    if len(packers) == 1 and packed * 1032 < _MAX_STREAM:
        return  # deflate can't do more than 1032 to 1
    if packers and len(packers) == len(names):
        _measure(stream, packers)


def _measure(stream: Any, packers: list[str]) -> None:
    import zlib

    raw = bytes(stream.read_raw_bytes())
    if not packers[0].startswith("/Fl"):
        return
    unpacker = zlib.decompressobj()
    total, chunk, inner = 0, raw, zlib.decompressobj() if len(packers) > 1 else None
    while chunk:
        try:
            out = unpacker.decompress(chunk, 1 << 20)
            total += len(inner.decompress(out, _MAX_STREAM)) if inner else len(out)
        except zlib.error:
            return
        if total >= _MAX_STREAM:
            raise Refusal("stream_limit", f"a stream unpacks to more than {_MAX_STREAM >> 20} MiB")
        chunk = unpacker.unconsumed_tail


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
    meta.title = str(info.get("/Title", ""))[:500]
    meta.author = str(info.get("/Author", ""))[:500]
    meta.producer = str(info.get("/Producer", ""))[:500]
    meta.created = _date(str(info.get("/CreationDate", "")))
    meta.modified = _date(str(info.get("/ModDate", "")))
    inspection.add_person(meta.author)


def _date(raw: str) -> str:
    match = _DATE.match(raw)
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}" if hour else date
