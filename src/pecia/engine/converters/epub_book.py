"""What is in an EPUB: container, package, spine, resources. Nothing outside the file is read."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.html_markup import decode_html, from_xhtml, without_scripts

# Relative addresses are resolved only below a scheme that `urljoin` knows.
ORIGIN = "http://epub.invalid/"
MAX_ITEMS = 2_000
MAX_MEMBER, MAX_TOTAL = 20 << 20, 200 << 20
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = frozenset(
    ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")
)
_PICTURES = frozenset(("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"))
# Fonts scrambled against being copied out of the book; everything else is a lock.
_SCRAMBLED = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_ACTIVE = (
    (re.compile(r"<script\b", re.IGNORECASE), "active_content", "script"),
    (re.compile(r"<[^<>]*\son[a-z]{3,20}\s*=", re.IGNORECASE), "active_content", "event handler"),
    (re.compile(r"<iframe\b", re.IGNORECASE), "active_content", "iframe"),
    (re.compile(r"<(?:audio|video)\b", re.IGNORECASE), "media", "audio or video"),
)
_REMOTE = re.compile(
    r"<(?:iframe|audio|video|source|track|object|embed|script)\b[^<>]{0,2000}?"
    r"\b(?:src|data)\s*=\s*[\"']?\s*((?:https?:|ftp:|file:)?//[^\"'\s<>]{1,200})",
    re.IGNORECASE,
)
_MAX_FINDINGS = 50


class EpubBook:
    """An open book. Close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Raises `ConvertError`: `damaged`, `dtd`, `password_protected`, `no_pages`."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ConvertError("damaged", f"the container: {error}"[:200]) from error
        self._members = {posixpath.normpath(i.filename): i for i in self._zip.infolist()}
        self._seen: set[str] = set()
        self._total = 0
        self.findings: list[tuple[str, str]] = []
        self.cut = False  # whether something was left out because of a limit
        self._read_package()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def metadata(self) -> dict[str, str]:
        """What the book says of itself, under the names that an inspection's `Metadata` has."""
        facts = {"title": self.title, "author": self.creator, "language": self.language}
        facts["created"] = self.date
        return {name: value for name, value in facts.items() if value}

    def chapters(self) -> Iterator[tuple[str, str]]:
        """The path and the markup of each document of the spine, in order, each once."""
        for href, kind in self._spine:
            if kind in _PICTURES:
                yield href, f'<body><img src="{ORIGIN}{quote(href)}" alt="">'
                continue
            data = self.read(href)
            if data is None:
                self.note("page_failed", f"{href} can't be read")
                continue
            yield href, self._cleaned(decode_html(data))

    def fetch(self, url: str) -> bytes | None:
        """A resource of the book for WeasyPrint; `None` for everything that is not in it."""
        if not url.startswith(ORIGIN):
            return None
        path = url.removeprefix(ORIGIN).split("#")[0].split("?")[0]
        return self.read(resolve("", path))

    def read(self, name: str) -> bytes | None:
        """A member, or `None` when it is missing, damaged, or beyond the limits."""
        info = self._members.get(name)
        if info is None:
            return None
        if info.file_size > MAX_MEMBER or self._total + info.file_size > MAX_TOTAL:
            self.cut = True
            return None
        if name not in self._seen:
            self._seen.add(name)
            self._total += info.file_size
        try:
            with self._zip.open(info) as member:
                return member.read(MAX_MEMBER)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            return None  # RuntimeError: encrypted, or a method that is not implemented

    def note(self, code: str, detail: str) -> None:
        """Add a finding, once."""
        finding = (code, detail[:200])
        if finding not in self.findings and len(self.findings) < _MAX_FINDINGS:
            self.findings.append(finding)

    def _read_package(self) -> None:
        root = self._xml(_CONTAINER)
        paths = [element.get("full-path", "") for element in root.iterfind(".//{*}rootfile")]
        if not paths or not paths[0]:
            raise ConvertError("damaged", "the container names no package")
        base = resolve("", paths[0])
        package = self._xml(base)
        self.title, self.creator, self.publisher, self.language, self.date = (
            _fact(package, name) for name in ("title", "creator", "publisher", "language", "date")
        )
        items = _manifest(package, base)
        self._spine = list(_spine(package, items))
        if not self._spine:
            raise ConvertError("no_pages", "the spine is empty")
        self.cut = len(self._spine) > MAX_ITEMS
        del self._spine[MAX_ITEMS:]
        self._refuse_locks()

    def _refuse_locks(self) -> None:
        if _ENCRYPTION not in self._members:
            return
        texts = {href for href, _ in self._spine}
        for data in self._xml(_ENCRYPTION).iterfind(".//{*}EncryptedData"):
            method = data.find("{*}EncryptionMethod")
            algorithm = method.get("Algorithm", "") if method is not None else ""
            locked = {resolve("", r.get("URI", "")) for r in data.iterfind(".//{*}CipherReference")}
            if algorithm not in _SCRAMBLED and locked & texts:
                raise ConvertError("password_protected", "the book's text is locked (DRM)")

    def _xml(self, name: str) -> Any:
        data = self.read(name)
        if data is None:
            raise ConvertError("damaged", f"{name} is missing or can't be read"[:200])
        try:
            return SafeTree.fromstring(data)
        except DefusedXmlException as error:
            raise ConvertError("dtd", f"{name} declares entities"[:200]) from error
        except (SafeTree.ParseError, ValueError, LookupError) as error:
            raise ConvertError("damaged", f"{name}: {error}"[:200]) from error

    def _cleaned(self, markup: str) -> str:
        """The markup for the HTML parser, without what is active; that is noted."""
        for pattern, code, detail in _ACTIVE:
            if pattern.search(markup):
                self.note(code, detail)
        for url in _REMOTE.findall(markup)[:_MAX_FINDINGS]:
            self.note("remote_content", url)
        return without_scripts(from_xhtml(markup))


def resolve(base: str, href: str) -> str:
    """The path in the book of a reference in the document `base`; empty if it leads outside."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href.split("#")[0])))
    return "" if path.startswith(("/", "../")) or path in (".", "..") else path


def _fact(package: Any, name: str) -> str:
    elements = package.iterfind(f".//{{*}}metadata//{{*}}{name}")
    texts = (" ".join((element.text or "").split()) for element in elements)
    found = [text for text in texts if text]
    return "; ".join(found[:10] if name == "creator" else found[:1])[:500]


def _manifest(package: Any, base: str) -> dict[str, tuple[str, str, str]]:
    """Path, media type and fallback of each item by its id."""
    return {
        item.get("id", ""): (
            resolve(base, item.get("href", "")),
            item.get("media-type", "").strip().lower(),
            item.get("fallback", ""),
        )
        for item in package.iterfind(".//{*}manifest/{*}item")
    }


def _spine(package: Any, items: dict[str, tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Path and media type of what is shown, each once; foreign formats by their fallback."""
    shown = set()
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        name = reference.get("idref", "")
        for _ in range(10):
            path, kind, fallback = items.get(name, ("", "", ""))
            if kind in _PAGES or kind in _PICTURES:
                if path and path not in shown:
                    shown.add(path)
                    yield path, kind
                break
            name = fallback
