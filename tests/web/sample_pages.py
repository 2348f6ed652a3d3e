"""Page images and text layers for the preview, painted from the same lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from PIL import Image, ImageDraw, ImageFont

from pecia.web.reader.page import Sheet, TextLayer, TextLine

WIDTH, HEIGHT = 595, 842
SIZE = 15.0
LEADING = 27.0
MARGIN = 72.0
WIDTHS = (640, 1240)
MEDIA = "media"
FONTS = Path("/usr/share/fonts/opentype/noto")


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A face with Han and Latin letters, or what the system has."""
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"):
        if (FONTS / name).exists():
            return ImageFont.truetype(str(FONTS / name), pixels, index=2)
    return ImageFont.load_default(pixels)


def sheets_of(
    folder: Path, name: str, pages: tuple[tuple[str, ...], ...], layers: int = 3
) -> tuple[Sheet, ...]:
    """The sheets of a document, whose images are painted into the folder."""
    return tuple(
        _sheet(folder, f"{name}-{number}", number, lines, number <= layers)
        for number, lines in enumerate(pages, 1)
    )


def _sheet(folder: Path, stem: str, number: int, lines: tuple[str, ...], inline: bool) -> Sheet:
    layer = _layer(lines)
    for width in (*WIDTHS, 200):
        _paint(layer, width).save(folder / f"{stem}-{width}.webp", quality=80)
    written = render_to_string("web/reader/_text_layer.html", {"layer": layer})
    (folder / f"{stem}.svg").write_text(written, encoding="utf-8")
    return Sheet(
        number=number,
        width=WIDTHS[-1],
        height=round(WIDTHS[-1] * HEIGHT / WIDTH),
        image_url=f"/{MEDIA}/{stem}-{WIDTHS[-1]}.webp",
        srcset=", ".join(f"/{MEDIA}/{stem}-{width}.webp {width}w" for width in WIDTHS),
        thumbnail_url=f"/{MEDIA}/{stem}-200.webp",
        layer_url=f"/{MEDIA}/{stem}.svg",
        alt=f"{stem}, page {number}",
        caption=f"Page {number}",
        layer=layer if inline else None,
    )


def _layer(lines: tuple[str, ...]) -> TextLayer:
    font = _font(100)
    placed = []
    for at, text in enumerate(lines):
        size = SIZE * (1.5 if at == 0 else 1)
        left = MARGIN
        top = MARGIN + at * LEADING + (LEADING if at else 0)
        placed.append(
            TextLine(left, top + size * 0.88, size, font.getlength(text) * size / 100, text)
        )
    return TextLayer(WIDTH, HEIGHT, tuple(placed))


def _paint(layer: TextLayer, width: int) -> Image.Image:
    scale = width / WIDTH
    image = Image.new("RGB", (width, round(HEIGHT * scale)), "white")
    pen = ImageDraw.Draw(image)
    for line in layer.lines:
        font = _font(max(1, round(line.size * scale)))
        pen.text((line.x * scale, line.y * scale), line.text, "#1c1c1c", font, anchor="ls")
    return image


def cover(folder: Path, name: str, title: str, shape: str = "") -> str:
    """A cover image; its address."""
    size = {"": (320, 453), "wide": (320, 180), "sheet": (320, 226)}[shape]
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 320, 14), fill="#1f4690" if shape == "wide" else "#dfe3e0")
    for at in range(0, len(title), 11):
        pen.text((28, 44 + at * 3), title[at : at + 11], "#1c1c1c", _font(22))
    for at in range(130, size[1] - 30, 16):
        pen.line((28, at, 292 - (at * 37) % 90, at), "#c4cac6", 3)
    path = folder / f"cover-{name}.webp"
    image.save(path, quality=80)
    return f"/{MEDIA}/{path.name}"
