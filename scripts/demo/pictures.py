"""Figures and posters: SVG and HTML become PNG, HTML becomes PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from weasyprint import HTML


def raster(path: Path, width: int) -> bytes:
    """A figure or a page as PNG, `width` pixels wide."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".svg":
        source = (
            f"<style>@page{{size:{_size(source)};margin:0}}svg{{display:block}}</style>{source}"
        )
    page = pypdfium2.PdfDocument(pdf(source))[0]
    picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    buffer = io.BytesIO()
    picture.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _size(svg: str) -> str:
    """The page that a drawing needs, from its view box."""
    _, _, width, height = svg.split('viewBox="')[1].split('"')[0].split()
    return f"{width}px {height}px"


def pdf(markup: str) -> bytes:
    """A page of HTML as PDF."""
    made = HTML(string=markup).write_pdf()
    assert made is not None
    return bytes(made)
