"""The selectable text over a page image: one `<text>` a line, in the page's own points.

<svg class="sheet__text" viewBox="0 0 595 842" preserveAspectRatio="none">
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from pecia.reading.artefacts import Line

_BASELINE = 0.8  # of a line's height, from its top: where the letters stand


def text_layer(width: float, height: float, lines: tuple[Line, ...]) -> str:
    """The layer of a page of that size in points. Letters are escaped; nothing else is in it."""
    rows = "".join(_row(line) for line in lines if line[4].strip())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sheet__text" '
        f'viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none">{rows}</svg>'
    )


def _row(line: Line) -> str:
    left, top, right, bottom, text = line
    tall = max(bottom - top, 1.0)
    return (
        f'<text x="{left:.1f}" y="{top + tall * _BASELINE:.1f}" font-size="{tall * 0.86:.1f}" '
        f'textLength="{max(right - left, 0.1):.1f}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(_clean(text))}</text>"
    )


def _clean(text: str) -> str:
    """Without characters that XML has no place for."""
    return "".join(letter for letter in text if letter >= " " or letter == "\t")
