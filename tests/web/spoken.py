"""What a page says to people, and which words of it are not Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.web.markup import VOID

# What the Chinese site writes in Latin letters: names, formats, units, abbreviations, codes.
ALLOWED = frozenset(
    (
        *("Pecia", "PDF", "Word", "PowerPoint", "Excel", "OpenDocument", "Markdown", "EPUB"),
        *("DOCX", "SHA", "KB", "MB", "GiB", "Cookie", "JavaScript", "DMCA", "DSA", "IP", "PIN"),
        *(
            "CC",
            "BY",
            "SA",
            "NC",
            "BibTeX",
            "RIS",
            "APA",
            "MLA",
            "IEEE",
            "Chicago",
            "GB",
            "EB",
            "OL",
        ),
        *("Firefox", "Linux", "EUR", "CSV", "IBAN", "BIC", "DE", "CN"),
    )
)
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-l", "content")
META = ("description", "og:title", "og:description", "twitter:title")
SILENT = frozenset(("script", "style", "code", "kbd", "svg", "textarea"))
# Addresses, and the secret of an authenticator.
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://[^\s，。]+|\b[A-Z2-7]{32}\b")
SLOT = re.compile(r"\{\w+\}")  # what a script fills in
WORD = re.compile(r"[A-Za-z]{2,}")


class Listener(HTMLParser):
    """Collects what is seen and heard, save for texts of another language and of no language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    @property
    def is_silent(self) -> bool:
        """Whether what stands here is not the site's own word."""
        return any(silent for _tag, silent in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; its attributes speak unless it is silent itself."""
        given = {name: value or "" for name, value in attrs}
        silent = tag in SILENT or _is_foreign(given)
        if not self.is_silent and not silent:
            self.said.extend(_spoken(tag, given))
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An SVG element that closes itself says nothing."""

    def handle_endtag(self, tag: str) -> None:
        """An element closes."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self.is_silent and data.strip():
            self.said.append(data.strip())


def _is_foreign(given: dict[str, str]) -> bool:
    return given.get("lang", "zh-hans") != "zh-hans" or given.get("translate") == "no"


def _spoken(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag == "meta" and given.get("name", given.get("property")) not in META:
        return
    told = {name: value for name, value in given.items() if name.startswith("data-")}
    told.pop("data-when", None)  # answers of a form, for its script
    for name, value in given.items():
        if name in SPOKEN or (tag == "input" and given.get("type") == "submit" and name == "value"):
            yield value
    # Words for scripts: sentences, and all that stands in a list of words.
    yield from (value for value in told.values() if " " in value or "data-words" in told)


def said_in(html: str) -> list[str]:
    """Every text of a page, in order."""
    listener = Listener()
    listener.feed(html)
    return listener.said


def english_in(texts: list[str], given: tuple[str, ...] = ()) -> list[str]:
    """The texts that hold Latin words which are neither allowed nor `given` by somebody."""
    return [text for text in texts if _words_of(text, given) - ALLOWED]


def _words_of(text: str, given: tuple[str, ...]) -> set[str]:
    bare = ADDRESS.sub(" ", text)
    for name in given:
        bare = bare.replace(name, " ")
    return set(WORD.findall(SLOT.sub(" ", bare)))
