"""How much a renderer has to read for one page of a PDF, with every form as often as it is drawn.

PDFium makes an object of each stroke before it paints anything, so a page of a few kilobytes that
draws a form a thousand times can fill all memory.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pikepdf

from pecia.engine.inspection import pdf_streams

MAX_WEIGHT = 64 << 20  # bytes of content; its objects are ten times as large
_CLOSE_LOOK = 100  # pages; of the others only the content itself is weighed
_MAX_DEPTH = 20
_MAX_FORMS = 2_000
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


class Scale:
    """Weighs the pages of one document; a form is weighed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def is_heavy(self, page: Any, number: int) -> bool:
        """Whether a page holds more than `MAX_WEIGHT`."""
        content = page.get("/Contents")
        listed = list(content)[:1_000] if isinstance(content, pikepdf.Array) else [content]
        parts = [part for part in listed if isinstance(part, pikepdf.Stream)]
        weight = sum(pdf_streams.size(part, MAX_WEIGHT) for part in parts)
        if weight < MAX_WEIGHT and number <= _CLOSE_LOOK:
            weight += self._drawn(parts, page, 1)
        return weight >= MAX_WEIGHT

    def _drawn(self, parts: list[Any], holder: Any, depth: int) -> int:
        """The weight of the forms that the content `parts` of `holder` draw."""
        things = drawn_things(holder).items()
        forms = {name: it for name, it in things if str(it.get("/Subtype", "")) == "/Form"}
        if not forms or depth > _MAX_DEPTH:
            return 0
        content = b"\n".join(pdf_streams.head(part, MAX_WEIGHT) for part in parts)
        times = Counter(_DRAWN.findall(content))
        return sum(
            times[name] * self._form(form, depth) for name, form in forms.items() if times[name]
        )

    def _form(self, form: Any, depth: int) -> int:
        if form.objgen not in self._known:
            self._known[form.objgen] = 0  # one that draws itself ends here: PDFium stops it too
            own = len(pdf_streams.head(form, MAX_WEIGHT))
            self._known[form.objgen] = min(MAX_WEIGHT, own + self._drawn([form], form, depth + 1))
        return self._known[form.objgen]


def drawn_things(holder: Any) -> dict[bytes, Any]:
    """Forms and pictures among the resources, by their names without the slash."""
    resources = holder.get("/Resources")
    named = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(named, pikepdf.Dictionary):
        return {}
    return {
        name[1:].encode(): thing
        for name, thing in list(named.items())[:_MAX_FORMS]
        if isinstance(thing, pikepdf.Stream)
    }
