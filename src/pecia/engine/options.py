"""What a caller may ask of the engine, and what the operator sets once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pecia.engine.pool.zygote import Places
from pecia.engine.sandbox.layers import ALL, Layer
from pecia.engine.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What to make of one document."""

    pages: tuple[int, ...] | None = None  # which pages as images; None: the first `first_pages`
    first_pages: int = 10
    width: int = 1200  # pixels of a page image
    max_pages: int = 2_000  # of the PDF; the rest is cut and told as `truncated`
    locale: str | None = None  # `zh-CN`: dates, paper size; None: by what the text is written in

    def wanted_pages(self) -> list[int]:
        """Numbers of the pages to paint."""
        chosen = range(1, self.first_pages + 1) if self.pages is None else self.pages
        return sorted({number for number in chosen if 1 <= number <= self.max_pages})[:1_000]


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How an engine runs. The defaults suit one machine that does other things too."""

    places: Places = field(default_factory=lambda: Places(workers=os.cpu_count() or 2))
    limits: Limits = field(default_factory=Limits)
    max_file_mb: int = 200
    office: bool = True  # start LibreOffice; without it only what needs none is taken
    warm: bool = True  # load every format's filter at start: 2 to 5 s once, 100 ms a document
    layers: frozenset[Layer] = ALL
    folder: Path | None = None  # where the sockets lie; None: a private temporary folder
    attempts: int = 2  # of a document whose process dies
