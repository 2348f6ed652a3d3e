"""Step 2: the file becomes PDF, page images and text. Page 1 can be seen before the rest exists."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pecia.engine.public import Finished, FirstPage, Refusal, Rendering, RenderOptions
from pecia.ingest.steps.engine import engine
from pecia.ingest.steps.inspect import stored_facts
from pecia.kernel.crash_points import crash_point
from pecia.library.public import Edition, note_conversion, store
from pecia.reading.public import (
    WIDTH,
    clear_working_folders,
    keep_first_image,
    keep_rendering,
    working_folder,
)

OPTIONS = RenderOptions(first_pages=10, width=WIDTH)


def run(edition: Edition) -> Callable[[], None]:
    """Render in a sandbox and make the artefacts durable. Raises `Refusal`."""
    clear_working_folders(edition.token)
    working = working_folder(edition.token)
    try:
        rendering = render(edition, working)
        crash_point("rendered")
        revision = edition.revision + 1
        keep_rendering(edition.token, revision, working, rendering)
        crash_point("artefacts-kept")
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return lambda: note_conversion(edition, revision=revision, **conversion(rendering))


def render(edition: Edition, working: Path) -> Rendering:
    """The rendering, in that folder; page 1 is shown on the way. Raises `Refusal`."""
    with store().as_file(edition.blob_id or "") as path:
        for event in engine().events(path, into=working, name=edition.file_name, options=OPTIONS):
            if isinstance(event, FirstPage):
                keep_first_image(edition.token, event.jpeg)
            if isinstance(event, Finished):
                return event.rendering
    raise Refusal("render_failed", "the engine ended without a result")


def conversion(rendering: Rendering) -> dict[str, Any]:
    """What is noted of a rendering."""
    return {
        "page_count": len(rendering.pages),
        "language": rendering.language,
        "findings": [
            {"code": each.code, "severity": str(each.severity), "detail": each.detail}
            for each in rendering.findings
        ],
        "facts": {**stored_facts(rendering.facts), "timings": rendering.timings},
    }
