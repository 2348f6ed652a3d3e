"""What a caller hears while a document is rendered, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pecia.engine.rendering import Facts, Page, Rendering


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Page 1 can be shown; nothing else exists yet. `jpeg` lies in the rendering's folder."""

    jpeg: Path
    width: int  # pixels
    height: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Inspected:
    """The type is known, and what is in the file."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class PdfReady:
    """The whole document is a PDF."""

    pdf: Path
    pages: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class PageReady:
    """A page's image and thumbnail are there; its text comes with `Finished`."""

    page: Page


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything that was asked for is there."""

    rendering: Rendering


Event = FirstPage | Inspected | PdfReady | PageReady | Finished
