"""Reads HTML strictly: what is wrong with a page, in words."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "details", "dialog", "div", "dl"),
        *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "ul"),
    )
)
DATA_TYPES = ("application/json", "application/ld+json")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")
INTERACTIVE = frozenset(("a", "button", "select", "textarea", "label", "summary"))


class Reader(HTMLParser):
    """Collects headings, ids, references and problems."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.wanted: set[str] = set()
        self.headings: Counter[str] = Counter()
        self.title = ""
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        given = {name: value or "" for name, value in attrs}
        self._look_at(tag, given)
        self._nest(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings[tag] += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An SVG element that closes itself."""
        self._look_at(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """An element closes, and must be the one that is open."""
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        if self.open[-1:] == ["title"]:
            self.title += data

    def _look_at(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given or tag == "style":
            self.problems.append(f"inline style in <{tag}> at {self.getpos()}")
        if tag == "script" and "src" not in given and given.get("type") not in DATA_TYPES:
            self.problems.append(f"inline script at {self.getpos()}")
        self.problems += [f"{name} in <{tag}>" for name in given if name.startswith("on")]
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in REFERENCES:
            self.wanted.update(given.get(name, "").split())

    def _nest(self, tag: str) -> None:
        if tag in BLOCKS and "p" in self.open[-2:]:
            self.problems.append(f"<{tag}> in <p> at {self.getpos()}")
        if tag == "a" and {"a", "button"} & set(self.open):
            self.problems.append(f"<a> in {self.open} at {self.getpos()}")
        if tag == "form" and "form" in self.open:
            self.problems.append(f"<form> in <form> at {self.getpos()}")
        if tag == "li" and self.open[-1:] and self.open[-1] not in {"ul", "ol", "template"}:
            self.problems.append(f"<li> in <{self.open[-1]}> at {self.getpos()}")


def problems_of(html: str, is_fragment: bool) -> list[str]:
    """What is wrong; nothing when all is well."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.problems)
    found += [f"<{tag}> stays open" for tag in reader.open]
    found += [f"id {name} occurs {times} times" for name, times in reader.ids.items() if times > 1]
    if is_fragment:
        return found
    if not reader.title.split("·")[0].strip():
        found.append("no title")
    if reader.headings["h1"] != 1:
        found.append(f"{reader.headings['h1']} h1")
    found += [f"nothing has the id {name}" for name in reader.wanted - set(reader.ids)]
    return found
