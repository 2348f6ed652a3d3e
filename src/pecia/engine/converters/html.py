"""HTML to PDF with WeasyPrint: no scripts, no network, no files."""

from __future__ import annotations

import encodings
import importlib
import logging
import pkgutil
import re
import sys
import tempfile
from base64 import decodebytes
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import fontTools.ttLib.tables
import pyphen
import weasyprint
from weasyprint.urls import URLFetcherResponse

from pecia.engine.converters import image
from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.html_markup import (
    check_tags,
    decode_html,
    from_xhtml,
    without_scripts,
)
from pecia.engine.converters.html_style import SAMPLE, STYLE

__all__ = ["ConvertError", "HtmlResult", "decode_html", "html_to_pdf", "warm"]

MAX_CHARACTERS = 20 << 20
MAX_DEPTH = 400
_RECURSION = 30_000  # a level takes WeasyPrint some ten frames
_MAX_DATA_URL = 24 << 20
_MAX_BLOCKED, _MAX_URL = 50, 200
_HYPHENATED = {"en": "en_US", "de": "de_DE", "fr": "fr", "es": "es", "it": "it_IT", "pt": "pt_PT"}
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_MIME = {".css": "text/css", ".svg": "image/svg+xml"}
_INSTALLED_FONTS = ("file:///usr/share/fonts/", "file:///usr/local/share/fonts/")

Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class HtmlResult:
    """What became of a page: `blocked` are the addresses that were asked for in vain.

    Those below the document's own origin are given without it.
    """

    pages: int
    total_pages: int
    truncated: bool
    blocked: list[str] = field(default_factory=list)


def warm() -> None:
    """In the parent: load all that a conversion may need, so that a child opens only fonts."""
    image.warm()
    for package in (encodings, fontTools.ttLib.tables):
        _import_all(package)
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).disabled = True
    _load_hyphenation()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sample.pdf"
        html_to_pdf(SAMPLE, target, lambda _: None, base_url="http://sample.invalid/", max_pages=1)


def html_to_pdf(
    markup: str,
    target: Path,
    fetch: Fetch,
    *,
    base_url: str,
    max_pages: int,
    own_links: bool = False,
) -> HtmlResult:
    """Write the first `max_pages` pages of `markup` to `target`.

    `fetch` answers absolute URLs; where it returns `None`, the resource is left out. `base_url`
    must have a scheme that `urljoin` knows. Links into its own origin lead nowhere and are
    dropped unless `own_links`. Raises `ConvertError`: `too_large`, `depth`, `render_failed`.
    """
    if len(markup) > MAX_CHARACTERS:
        raise ConvertError("too_large", f"{len(markup)} characters of HTML")
    if markup.lstrip().startswith("<?xml"):
        markup = from_xhtml(markup)
    markup = without_scripts(markup)
    check_tags(markup)
    with _room(target.parent):
        try:
            return _attempt(markup, target, _Gate(fetch, base_url), max_pages, own_links)
        except ConvertError as error:
            if error.code != "render_failed":
                raise
        # A damaged picture is met only while the PDF is written, so look at each one before.
        careful = _Gate(fetch, base_url, careful=True)
        return _attempt(markup, target, careful, max_pages, own_links)


def _attempt(markup: str, target: Path, gate: _Gate, max_pages: int, own_links: bool) -> HtmlResult:
    try:
        page = weasyprint.HTML(string=markup, base_url=gate.base_url, url_fetcher=gate)
        _check_depth(page.etree_element)
        document = page.render(stylesheets=[_STYLE], presentational_hints=True)
        document.metadata.attachments = []  # links of the head that would be embedded as files
        shown = document.pages[:max_pages]
        for page in shown:
            _tidy(page, "" if own_links else gate.origin)
        document.copy(shown).write_pdf(target)
    except RecursionError as error:
        raise ConvertError("depth", "nested too deeply to be laid out") from error
    except (ConvertError, MemoryError):
        raise
    except Exception as error:  # WeasyPrint raises many kinds on odd documents
        raise ConvertError("render_failed", f"WeasyPrint: {error!r}"[:200]) from error
    total = len(document.pages)
    return HtmlResult(len(shown), total, len(shown) < total, gate.blocked)


class _Gate:
    """WeasyPrint's only way to anything outside the markup."""

    _fail_on_errors = False  # WeasyPrint reads it: a missing resource is not an error

    def __init__(self, fetch: Fetch, base_url: str, *, careful: bool = False) -> None:
        self._fetch, self.base_url, self._careful = fetch, base_url, careful
        parts = urlsplit(base_url)
        self.origin = f"{parts.scheme}://{parts.netloc}/"
        self.blocked: list[str] = []

    def __call__(self, url: str) -> Any:
        kind, body = _data(url) if url[:5].lower() == "data:" else self._fetched(url)
        if body is None:
            self._note(url)
            raise PermissionError("blocked")
        if self._careful and not image.is_sound(body):
            raise ValueError("a damaged picture")
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def _fetched(self, url: str) -> tuple[str, bytes | None]:
        # A file that exists would be read by WeasyPrint itself, whatever `fetch` answers.
        body = None if url[:5].lower() == "file:" else self._fetch(url)
        suffix = Path(urlsplit(url).path).suffix.lower()
        return _MIME.get(suffix, "application/octet-stream"), body

    def _note(self, url: str) -> None:
        short = url.removeprefix(self.origin)[:_MAX_URL]
        # WeasyPrint makes such an URL itself of a font face with `local()`.
        known = short in self.blocked or url.startswith(_INSTALLED_FONTS)
        if not known and len(self.blocked) < _MAX_BLOCKED:
            self.blocked.append(short)


def _data(url: str) -> tuple[str, bytes]:
    """The type and content of a `data:` URL. Raises `ValueError`."""
    if len(url) > _MAX_DATA_URL:
        raise ValueError("a data URL that is too long")
    facts, _, content = url[5:].partition(",")
    body = unquote_to_bytes(content)
    if facts.lower().endswith(";base64"):
        try:
            body = decodebytes(body)
        except Base64Error as error:
            raise ValueError("not base64") from error
    return facts.split(";")[0].strip().lower() or "text/plain", body


def _check_depth(root: Any) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ConvertError("depth", f"elements are nested more than {MAX_DEPTH} deep")
        level = [child for element in level for child in element]


def _tidy(page: Any, dropped_origin: str) -> None:
    """Keep only links that a reader can follow; no form fields, no attached files."""
    page.forms = {None: []}
    page.links = [
        link
        for link in page.links
        if link[0] == "internal"
        or (
            link[0] == "external"
            and _LINK.match(link[1])
            and not (dropped_origin and link[1].startswith(dropped_origin))
        )
    ]


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    """Deep recursion, and a place for the document's fonts: the only one that may be written."""
    depth, temporary = sys.getrecursionlimit(), tempfile.tempdir
    sys.setrecursionlimit(max(depth, _RECURSION))
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)
        tempfile.tempdir = temporary


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("mbcs", "oem"):  # Windows only
            importlib.import_module(f"{package.__name__}.{module.name}")


def _load_hyphenation() -> None:
    """Load the patterns of a few languages and forget the files of all others."""
    kept = {short: pyphen.LANGUAGES[name] for short, name in _HYPHENATED.items()}
    for path in kept.values():
        pyphen.Pyphen(filename=path)
    for table in (pyphen.LANGUAGES, pyphen.LANGUAGES_LOWERCASE):
        table.clear()
    pyphen.LANGUAGES.update(kept)
    pyphen.LANGUAGES_LOWERCASE.update({short: short for short in kept})


_STYLE = weasyprint.CSS(string=STYLE, url_fetcher=_Gate(lambda _: None, "http://sample.invalid/"))
