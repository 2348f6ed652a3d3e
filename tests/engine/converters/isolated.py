"""A process that warms the converters, forks, and converts where nothing can be imported.

Run with a folder of documents; prints, as JSON, what each became and what was asked for in vain.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from pecia.engine.converters import epub, html, image, markdown
from pecia.engine.converters.errors import ConvertError

_asked: list[str] = []


class Blocker:
    """Refuses every import that is not answered from `sys.modules`."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None = None, _target: Any = None) -> NoReturn:
        _asked.append(name)
        raise ImportError(f"{name} is imported after the fork")


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note every file of Python's that is opened."""
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0]
        if "/site-packages/" in path or "/python3" in path or path.startswith(sys.prefix):
            _asked.append(path)


def convert(source: Path) -> str:
    """Convert one document, like a child of the zygote does."""
    target = source.with_name(source.name + ".pdf")
    page = {"base_url": "document:///", "max_pages": 20}
    try:
        match source.suffix:
            case ".html":
                markup = html.decode_html(source.read_bytes())
                html.html_to_pdf(markup, target, lambda _: None, **page)  # type: ignore[arg-type]
            case ".md":
                markup = markdown.markdown_to_html(source.read_text("utf-8"))
                html.html_to_pdf(markup, target, lambda _: None, **page)  # type: ignore[arg-type]
            case ".epub":
                epub.epub_to_pdf(source, target, 20)
            case _:
                image.image_to_pdf(source, target, 20)
    except ConvertError as error:
        return error.code
    return "ok"


def main(folder: Path) -> None:
    """Warm, fork, convert everything in the child."""
    html.warm()
    markdown.warm()
    child = os.fork()
    if child:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    sys.meta_path[:] = [Blocker()]
    sys.addaudithook(watch)
    outcomes = {path.name: convert(path) for path in sorted(folder.iterdir())}
    os.write(1, json.dumps({"outcomes": outcomes, "asked": _asked}).encode())
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
