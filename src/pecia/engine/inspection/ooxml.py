"""Word, Excel and PowerPoint since 2007: parts, relationships, what hides. ECMA-376, part 1."""

from __future__ import annotations

import re
from collections.abc import Callable

from pecia.engine.envelope import xml_safety
from pecia.engine.envelope.zip_index import Entry, ZipIndex
from pecia.engine.errors import Refusal
from pecia.engine.inspection import embedded, provenance, xml_text
from pecia.engine.inspection.inspection import Inspection

_MAX_PART = 64 << 20
_RELATIONSHIP = re.compile(rb"<(?:[\w\-]+:)?Relationship\s([^>]*)>")
_FETCHED = ("image", "oleobject", "attachedtemplate", "frame", "subdocument", "afchunk", "package",
            "control", "mailmergesource", "schema", "video", "audio", "media",
            "font", "hlinksound", "slideupdateurl")  # fmt: skip
_FIELD = re.compile(rb"\b(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|RD)\b[^<]{0,200}")
_INSTRUCTION = re.compile(
    rb"<w:(?:instrText|fldSimple)\b[^>]*?(?:w:instr=\"([^\"]*)\"[^>]*)?>([^<]*)"
)
_CHANGE = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)\s[^>]*>")
_AUTHOR = re.compile(rb"\sw:author=\"([^\"]*)\"")
_ACTIVE_FORMULA = re.compile(
    rb"<(?:x:)?(?:f|definedName)\b[^>]*>([^<]*(?:WEBSERVICE|FILTERXML|RTD|CALL|EXEC|REGISTER)\s*\("
    rb"[^<]*|[^<]*\|\s*(?:'|&apos;|!)[^<]*)<",
    re.IGNORECASE,
)
_DDE_LINK = re.compile(rb"<(?:x:)?ddeLink\b[^>]*>")
_HIDDEN_SHEET = re.compile(rb"<(?:x:)?sheet\s([^>]*\sstate=\"(?:hidden|veryHidden)\"[^>]*)>")
_VML_ADDRESS = re.compile(
    rb"<v:(?:imagedata|fill|stroke)\s(?:[^<>]*?\s)?(?:src|o:href)=\"((?:[a-z][a-z0-9+.\-]+:|//|\\\\)"
    rb"[^\"]*)\"", re.IGNORECASE
)  # fmt: skip
_VANISH = re.compile(rb"<w:vanish(?:\s+w:val=\"(?:1|true|on)\")?\s*/>")
_RUN_TEXT = re.compile(rb"<w:t(?:\s[^>]*)?>([^<]*)<")
_MANY_UNSEEN = 30  # characters; hidden marks of index entries and of web forms are shorter
_HAN = re.compile(rb"\xe4[\xb8-\xbf]|[\xe5-\xe9][\x80-\xbf]")
_RUN_FONTS = re.compile(rb"<w:rFonts\s[^>]*>")
_RUN_FONT = re.compile(rb"\sw:(?:ascii|hAnsi|eastAsia)=\"([^\"]+)\"")
_FONT = re.compile(
    rb"<a:(?:latin|ea)\s[^>]*?typeface=\"([^\"+]+)\""
    rb"|<(?:x:)?(?:rFont|name)\sval=\"([^\"]+)\""
)


def inspect(index: ZipIndex, inspection: Inspection) -> None:
    """Fill the inspection. Raises `Refusal` for a part that is not safe to parse."""
    if len({name.lower() for name in index.names}) < len(index.names):
        raise Refusal("zip_ambiguous", "two parts whose names differ in case only")
    for entry in index.entries:
        name = entry.name.replace("\\", "/")
        if name.endswith((".xml", ".rels", ".vml")) and entry.size:
            content = xml_safety.as_single_bytes(index.read(entry.name, _MAX_PART))
            xml_safety.check(name, content)
            xml_safety.check_ratio(name, content, index.size_ratio(entry.name))
            _part(name, content, inspection)
        else:
            _binary(index, entry, name.lower(), inspection)


def _part(name: str, content: bytes, inspection: Inspection) -> None:
    if name.endswith(".rels"):
        _relationships(content, inspection)
        return
    for wanted, look in _PARTS:
        if wanted.search(name):
            look(name, content, inspection)


def _relationships(content: bytes, inspection: Inspection) -> None:
    for match in _RELATIONSHIP.finditer(content):
        attributes = b" " + match[1]
        target = (xml_text.attributes(attributes, "Target") or [""])[0]
        kind = (xml_text.attributes(attributes, "Type") or [""])[0].rsplit("/", 1)[-1].lower()
        external = b"External" in attributes
        if kind == "afchunk":
            inspection.findings.add("embedded_object", f"altChunk {target[:100]}")
        if external and kind in _FETCHED:
            inspection.findings.add("remote_content", f"{kind}: {target[:120]}")
        elif external:
            inspection.findings.add("external_link", target[:120])


def _word(_name: str, content: bytes, inspection: Inspection) -> None:
    for attribute, text in _INSTRUCTION.findall(content):
        if field := _FIELD.search(attribute + text):
            code = "active_formula" if field[1].startswith(b"DDE") else "remote_content"
            inspection.findings.add(code, xml_text.value(field[0])[:120])
    changes = _CHANGE.findall(content)
    inspection.hidden.tracked_changes += len(changes)
    for change in changes[:500]:
        if author := _AUTHOR.search(change):
            inspection.add_person(xml_text.value(author[1]))
    _pictures_by_address(_name, content, inspection)
    if (unseen := _vanished(content)) >= _MANY_UNSEEN:
        inspection.findings.add("hidden_text", f"{unseen} characters marked as hidden")
    _glance(content, inspection)
    _fonts(content, inspection)


def _vanished(content: bytes) -> int:
    """How many characters stand in runs marked as hidden."""
    count = 0
    for mark in list(_VANISH.finditer(content))[:1_000]:
        end = content.find(b"</w:r>", mark.end(), mark.end() + 10_000)
        properties = content.find(b"</w:pPr>", mark.end(), end)  # then it is the paragraph's mark
        if end > 0 and properties < 0:
            count += sum(map(len, _RUN_TEXT.findall(content, mark.end(), end)))
    return count


def _pictures_by_address(_name: str, content: bytes, inspection: Inspection) -> None:
    for raw in _VML_ADDRESS.findall(content)[:20]:
        inspection.findings.add("remote_content", f"picture: {xml_text.value(raw)[:120]}")


def _glance(content: bytes, inspection: Inspection) -> None:
    sample = content[:200_000]
    inspection.east_asian = inspection.east_asian or len(_HAN.findall(sample)) > 20


def _fonts(content: bytes, inspection: Inspection) -> None:
    named = {next(group for group in groups if group) for groups in _FONT.findall(content)}
    for run in set(_RUN_FONTS.findall(content)):
        named.update(_RUN_FONT.findall(run))
    for name in sorted(map(xml_text.value, named)):
        if name not in inspection.fonts and len(inspection.fonts) < 200:
            inspection.fonts.append(name)


def _styles(_name: str, content: bytes, inspection: Inspection) -> None:
    _fonts(content, inspection)


def _word_comments(_name: str, content: bytes, inspection: Inspection) -> None:
    inspection.hidden.comments += content.count(b"<w:comment ")
    for author in _AUTHOR.findall(content)[:500]:
        inspection.add_person(xml_text.value(author))


def _other_comments(_name: str, content: bytes, inspection: Inspection) -> None:
    inspection.hidden.comments += len(
        re.findall(rb"<(?:\w+:)?(?:comment|cm|threadedComment)\s", content)
    )
    for author in re.findall(rb"<author>([^<]+)<", content)[:50]:
        inspection.add_person(xml_text.value(author))


def _comment_authors(_name: str, content: bytes, inspection: Inspection) -> None:
    for author in xml_text.attributes(content, "name")[:50]:
        inspection.add_person(author)


def _workbook(_name: str, content: bytes, inspection: Inspection) -> None:
    for sheet in _HIDDEN_SHEET.findall(content)[:50]:
        inspection.hidden.hidden_sheets += xml_text.attributes(b" " + sheet, "name")
    _sheet(_name, content, inspection)


def _sheet(_name: str, content: bytes, inspection: Inspection) -> None:
    for formula in _ACTIVE_FORMULA.findall(content)[:20]:
        inspection.findings.add("active_formula", xml_text.value(formula)[:120])
    _glance(content, inspection)


def _external_book(_name: str, content: bytes, inspection: Inspection) -> None:
    inspection.findings.add("external_link", "another workbook")
    if _DDE_LINK.search(content):
        inspection.findings.add("active_formula", "a DDE link")


def _macro_sheet(name: str, _content: bytes, inspection: Inspection) -> None:
    inspection.findings.add("macro", f"an Excel 4 macro sheet: {name}")


def _custom(_name: str, content: bytes, inspection: Inspection) -> None:
    provenance.look(content, inspection)


def _slide(name: str, content: bytes, inspection: Inspection) -> None:
    if re.search(rb"<p:sld\s[^>]*\sshow=\"(?:0|false)\"", content[:4096]):
        number = re.search(r"(\d+)\.xml$", name)
        inspection.hidden.hidden_slides.append(int(number[1]) if number else 0)
    if re.search(rb"<(?:p:(?:video|audio)|a:(?:videoFile|audioFile|quickTimeFile))\b", content):
        inspection.findings.add("media", "sound or video")
    _glance(content, inspection)
    _fonts(content, inspection)


def _core(_name: str, content: bytes, inspection: Inspection) -> None:
    meta = inspection.metadata
    meta.title = xml_text.element(content, "title") or meta.title
    meta.author = xml_text.element(content, "creator") or meta.author
    meta.created = xml_text.element(content, "created")
    meta.modified = xml_text.element(content, "modified")
    meta.language = xml_text.element(content, "language")
    for name in (meta.author, xml_text.element(content, "lastModifiedBy")):
        inspection.add_person(name)


def _app(_name: str, content: bytes, inspection: Inspection) -> None:
    program = xml_text.element(content, "Application")
    version = xml_text.element(content, "AppVersion")
    inspection.metadata.producer = f"{program} {version}".strip()
    inspection.add_person(xml_text.element(content, "Manager"))


_Look = Callable[[str, bytes, Inspection], None]
_PARTS: tuple[tuple[re.Pattern[str], _Look], ...] = (
    (re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$"), _word),
    (re.compile(r"^(word|xl)/(styles|sharedStrings)\.xml$"), _styles),
    (re.compile(r"^word/comments[^/]*\.xml$"), _word_comments),
    (re.compile(r"^(xl|ppt)/(comments|threadedComments)[^A-Z]*\.xml$"), _other_comments),
    (re.compile(r"^ppt/(commentAuthors|authors)\.xml$"), _comment_authors),
    (re.compile(r"^xl/workbook\.xml$"), _workbook),
    (re.compile(r"^xl/(worksheets|macrosheets|dialogsheets)/[^/]+\.xml$"), _sheet),
    (re.compile(r"^xl/macrosheets/[^/]+\.xml$"), _macro_sheet),
    (re.compile(r"\.vml$|/vmlDrawing\d*\.xml$"), _pictures_by_address),
    (re.compile(r"^docProps/custom\.xml$"), _custom),
    (re.compile(r"^xl/sharedStrings\.xml$"), lambda _n, c, i: _glance(c, i)),
    (re.compile(r"^xl/externalLinks/[^/]+\.xml$"), _external_book),
    (re.compile(r"^ppt/slides/[^/]+\.xml$"), _slide),
    (re.compile(r"^docProps/core[^/]*\.xml$"), _core),
    (re.compile(r"^docProps/app\.xml$"), _app),
)


def _binary(index: ZipIndex, entry: Entry, name: str, inspection: Inspection) -> None:
    findings = inspection.findings
    if name.endswith("vbaproject.bin") or "/macrosheets/" in name:
        findings.add("macro", entry.name)
    elif "/activex/" in name or "/ctrlprops/" in name:
        findings.add("active_content", entry.name)
    elif "/embeddings/" in name:
        findings.add("embedded_object", entry.name)
        embedded.look(index, entry, inspection)
    elif name.endswith(embedded.MEDIA):
        findings.add("media", entry.name)
    elif "_xmlsignatures/" in name:
        findings.add("signature", "the document is signed")
    else:
        embedded.look(index, entry, inspection)
