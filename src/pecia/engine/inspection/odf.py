"""OpenDocument, packed and flat: what hides, what is remote, what would run. ODF 1.3, part 3."""

from __future__ import annotations

import re

from pecia.engine.envelope import xml_safety
from pecia.engine.envelope.zip_index import ZipIndex
from pecia.engine.errors import Refusal
from pecia.engine.inspection import embedded, xml_text
from pecia.engine.inspection.inspection import Inspection

_MAX_PART = 64 << 20
_LINK = re.compile(rb"<([\w\-]+:[\w\-]+)\s(?:[^<>]*?\s)?xlink:href\s*=\s*[\"']([^\"']*)[\"']")
_REMOTE = re.compile(r"^(?:[a-z][a-z0-9+.\-]*:|//|\\\\|/)", re.IGNORECASE)
_LISTENER = re.compile(rb"<script:event-listener\s[^>]*>")
_ACTIVE_FORMULA = re.compile(
    rb"table:formula=\"([^\"]*(?:WEBSERVICE|FILTERXML|DDE)\s*\([^\"]*)\"", re.IGNORECASE
)
_OTHER_BOOK = re.compile(
    rb"table:formula=\"[^\"]*?(?:'|&apos;)([a-z][a-z0-9+.\-]+:[^\"']*?)(?:'|&apos;)#"
)
_HIDDEN_STYLE = re.compile(
    rb"<style:style\s[^>]*style:name=\"([^\"]+)\"[^>]*>\s*<style:table-properties\s[^>]*"
    rb"table:display=\"false\""
)
_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_HIDDEN_PAGE = re.compile(
    rb"<style:style\s[^>]*style:name=\"([^\"]+)\"[^>]*>\s*<style:drawing-page-properties\s[^>]*"
    rb"presentation:visibility=\"hidden\""
)
_PAGE = re.compile(rb"<draw:page\s([^>]*)>")
_FONT = re.compile(rb"svg:font-family=\"([^\"]+)\"")
_HAN = re.compile(rb"\xe4[\xb8-\xbf]|[\xe5-\xe9][\x80-\xbf]")


def inspect(index: ZipIndex, inspection: Inspection) -> None:
    """Fill the inspection of a packed document. Raises `Refusal` for an unsafe part."""
    for entry in index.entries:
        name = entry.name
        if name.startswith(("Basic/", "Scripts/")) and entry.size:
            inspection.findings.add("macro", name)
        if name.endswith((".xml", ".rdf")) and entry.size:
            content = xml_safety.as_single_bytes(index.read(name, _MAX_PART))
            # Written by StarOffice's descendants: a manifest, libraries and formulas with a type.
            old = name == "META-INF/manifest.xml" or name.startswith(("Basic/", "Object "))
            if not inspection.encrypted:
                xml_safety.check(name, content, doctype_allowed=old)
            xml_safety.check_ratio(name, content, index.size_ratio(name))
            _part(name, content, inspection)
        elif name.lower().endswith(embedded.MEDIA):
            inspection.findings.add("media", name)
        elif name.startswith("Object ") or "ObjectReplacements/" in name:
            inspection.findings.add("embedded_object", name)
        else:
            embedded.look(index, entry, inspection)


def is_encrypted(index: ZipIndex) -> bool:
    """Whether the manifest says that parts are encrypted."""
    try:
        manifest = index.read("META-INF/manifest.xml", 1 << 20)
    except (KeyError, Refusal):
        return "encrypted-package" in index
    return b"encryption-data" in manifest


def inspect_flat(content: bytes, inspection: Inspection) -> None:
    """Fill the inspection of a flat document: one XML file."""
    content = xml_safety.as_single_bytes(content)
    xml_safety.check("document", content)
    if b"<office:script " in content or b"<ooo:library" in content:
        inspection.findings.add("macro", "a script in the document")
    _body(content, inspection)
    _meta(content, inspection)


def _part(name: str, content: bytes, inspection: Inspection) -> None:
    if name in ("content.xml", "styles.xml"):
        _body(content, inspection)
    elif name == "meta.xml":
        _meta(content, inspection)


def _body(content: bytes, inspection: Inspection) -> None:
    _links(content, inspection)
    for listener in _LISTENER.findall(content)[:20]:
        inspection.findings.add("event_script", xml_text.value(listener)[:120])
    for formula in _ACTIVE_FORMULA.findall(content)[:20]:
        inspection.findings.add("active_formula", xml_text.value(formula)[:120])
    for target in set(_OTHER_BOOK.findall(content)):
        inspection.findings.add("external_link", xml_text.value(target)[:120])
    hidden = inspection.hidden
    hidden.comments += len(re.findall(rb"<office:annotation[\s>]", content))
    hidden.tracked_changes += content.count(b"<text:changed-region") + content.count(
        b"<table:cell-content-change"
    )
    _people(content, inspection)
    _hidden_sheets(content, inspection)
    _hidden_slides(content, inspection)
    inspection.east_asian |= len(_HAN.findall(content[:400_000])) > 20
    fonts = {xml_text.value(name).strip("'\" ") for name in _FONT.findall(content)}
    inspection.fonts += sorted(fonts - set(inspection.fonts))[:100]


def _links(content: bytes, inspection: Inspection) -> None:
    for tag, raw in _LINK.findall(content):
        target = xml_text.value(raw)
        if target.lower().startswith(("vnd.sun.star.script", "macro:")):
            inspection.findings.add("event_script", target[:120])
        elif not _REMOTE.match(target) and not target.startswith("../"):
            continue
        elif tag in (b"text:a", b"draw:a", b"meta:template", b"form:form"):
            inspection.findings.add("external_link", target[:120])
        else:
            inspection.findings.add("remote_content", f"{tag.decode()}: {target[:120]}")


def _people(content: bytes, inspection: Inspection) -> None:
    notes = re.findall(
        rb"<office:(?:annotation|change-info)[\s>].{0,2000}?<dc:creator>([^<]+)<",
        content,
        re.DOTALL,
    )
    for name in notes[:500]:
        inspection.add_person(xml_text.value(name))


def _hidden_sheets(content: bytes, inspection: Inspection) -> None:
    styles = set(_HIDDEN_STYLE.findall(content))
    for table in _TABLE.findall(content):
        style = re.search(rb"table:style-name=\"([^\"]+)\"", table)
        if style and style[1] in styles:
            names = xml_text.attributes(b" " + table, "table:name")
            inspection.hidden.hidden_sheets += names[:1]


def _hidden_slides(content: bytes, inspection: Inspection) -> None:
    styles = set(_HIDDEN_PAGE.findall(content))
    for number, page in enumerate(_PAGE.findall(content), 1):
        style = re.search(rb"draw:style-name=\"([^\"]+)\"", page)
        if style and style[1] in styles:
            inspection.hidden.hidden_slides.append(number)


def _meta(content: bytes, inspection: Inspection) -> None:
    meta = inspection.metadata
    meta.title = xml_text.element(content, "title") if b"dc:title" in content else meta.title
    meta.author = xml_text.element(content, "initial-creator")
    meta.created = xml_text.element(content, "creation-date")
    meta.modified = _last(content)
    meta.producer = xml_text.element(content, "generator")
    meta.language = xml_text.element(content, "language") if b"dc:language" in content else ""
    inspection.add_person(meta.author)
    creator = re.search(rb"<office:meta>.*?<dc:creator>([^<]+)<", content, re.DOTALL)
    inspection.add_person(xml_text.value(creator[1]) if creator else "")


def _last(content: bytes) -> str:
    match = re.search(rb"<office:meta>.*?<dc:date>([^<]+)<", content, re.DOTALL)
    return xml_text.value(match[1]) if match else ""
