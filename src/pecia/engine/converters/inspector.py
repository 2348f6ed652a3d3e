"""A child's inspection of its document, told to the client before anything is rendered."""

from __future__ import annotations

import dataclasses
import encodings
import json
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

from pecia.engine.fonts.matcher import FontMatcher
from pecia.engine.inspection.inspect import inspect
from pecia.engine.inspection.inspection import Inspection
from pecia.engine.pool.child import Outbox
from pecia.engine.pool.protocol import Message

_MAX_FONTS, _MAX_MISSING = 200, 100


class Inspector:
    """Make it once, in the parent: it holds fontconfig."""

    def __init__(self) -> None:
        _load_what_children_cannot()
        self._matcher = FontMatcher()

    def look(self, data: bytes, job: Message) -> Inspection:
        """Type and contents of `data`. Raises `Refusal`."""
        return inspect(data, job["name"], job.get("password"))

    def send(self, inspection: Inspection, folder: Path, outbox: Outbox) -> None:
        """Send what was found."""
        file = folder / "inspection.json"
        file.write_text(json.dumps(_as_message(inspection), ensure_ascii=False), "utf-8")
        outbox.send({"event": "inspected"}, file)

    def send_fonts(self, inspection: Inspection, outbox: Outbox) -> None:
        """Send which of the fonts that the document asks for are missing."""
        missing = self._matcher.missing(inspection.fonts[:_MAX_FONTS])
        outbox.send({"event": "fonts", "missing": dict(list(missing.items())[:_MAX_MISSING])})


def _load_what_children_cannot() -> None:
    """Modules that Python loads when a document first asks for them: by then it may be too late.

    A child reads as nobody, and the environment may lie in a home that is closed to others.
    """
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem"):  # of Windows
            import_module(f"encodings.{module.name}")
    for name in ("PIL.TiffImagePlugin", "PIL.ImageOps"):  # for what a photograph says of itself
        import_module(name)


def _as_message(inspection: Inspection) -> dict[str, Any]:
    return {
        "type": inspection.format.name,
        "encoding": inspection.encoding,
        "findings": [[f.code, f.detail] for f in inspection.findings.as_list()],
        "metadata": dataclasses.asdict(inspection.metadata),
        "hidden": dataclasses.asdict(inspection.hidden),
        "east_asian": inspection.east_asian,
    }
