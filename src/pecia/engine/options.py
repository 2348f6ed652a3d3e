"""What a caller may ask of the engine, and what the operator sets once."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.engine.pool.settings import PoolSettings


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What to make of one document."""

    pages: tuple[int, ...] | None = None  # which pages as images; None: the first `first_pages`
    first_pages: int = 10
    width: int = 1200  # pixels of a page image
    max_pages: int = 2_000  # of the PDF; the rest is cut and told as `truncated`
    locale: str | None = None  # `zh-CN`: dates, paper size; None: as the document says

    def wanted_pages(self) -> list[int]:
        """Numbers of the pages to paint."""
        chosen = range(1, self.first_pages + 1) if self.pages is None else self.pages
        return sorted({number for number in chosen if 1 <= number <= self.max_pages})[:1_000]


@dataclass(frozen=True, slots=True)
class EngineSettings(PoolSettings):
    """How an engine runs: its pool, and what it takes."""

    max_file_mb: int = 200
    attempts: int = 2  # of a document whose process dies
