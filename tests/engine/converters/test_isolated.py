"""In a child, nothing is imported and no file of Python's is read: it may not be readable there."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image
from tests.engine.converters.test_epub import chapter, png, two_chapters
from tests.engine.converters.test_image import HEIC

ROOT = Path(__file__).parents[3]
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
LANGUAGES = ("en", "en-GB", "de", "fr", "hu", "zh", "ru-RU")


def web_font(folder: Path, flavor: str) -> str:
    """A font as a web page carries it."""
    font = TTFont(FONT)
    font.flavor = flavor
    font.save(folder / "font")
    return base64.b64encode((folder / "font").read_bytes()).decode()


def hyphenated() -> str:
    words = "incomprehensibilities Donaudampfschifffahrt anticonstitutionnellement " * 9
    return "".join(
        f'<p lang="{lang}" style="hyphens: auto; width: 40px">{words}' for lang in LANGUAGES
    )


def documents(folder: Path, scratch: Path) -> None:
    """Documents that need as much as possible of the libraries."""
    fonts = "".join(
        f"@font-face {{ font-family: {kind}; src: url(data:font/{kind};base64,{data}) }}"
        for kind, data in ((kind, web_font(scratch, kind)) for kind in ("woff", "woff2"))
        if FONT.exists()
    )
    body = f"<style>{fonts}</style><p style='font-family: woff'>a<p style='font-family: woff2'>b"
    (folder / "fonts.html").write_text(body, "utf-8")
    (folder / "hyphens.html").write_text(hyphenated(), "utf-8")
    (folder / "big5.html").write_bytes('<meta charset="big5"><p>條例'.encode("big5"))
    (folder / "guess.html").write_bytes("<p>Ceci est un été à la forêt".encode("cp1252"))
    (folder / "broken.html").write_bytes(b"<!DOCTYPE html><p style='color: ;;{'>&#0;&bogus;\xff")
    (folder / "deep.html").write_text("<div>" * 1_000)
    remote = '<img src="http://a.example/"><input><select><option>x</select><math><mi>x</mi></math>'
    (folder / "remote.html").write_text(remote)
    (folder / "damaged.html").write_text(
        f'<img src="data:image/png;base64,{base64.b64encode(png()[:-30]).decode()}">'
    )
    (folder / "text.md").write_text("# 标题\n\n| a |\n| - |\n| ~~b~~ |\n\n```python\nx\n", "utf-8")
    two_chapters(scratch, chapter("x<br/>y"), '<a href="one.xhtml#z">z</a>').rename(
        folder / "book.epub"
    )
    (folder / "bad.epub").write_bytes(b"PK")
    frame = Image.new("RGB", (60, 60), "red")
    for kind in ("png", "jpeg", "webp", "tiff", "gif", "bmp"):
        frame.save(folder / f"a.{kind}", kind)
    frame.convert("1").save(folder / "fax.tiff", compression="group4")
    frame.convert("CMYK").save(folder / "cmyk.jpeg")
    frame.save(folder / "two.webp", save_all=True, append_images=[Image.new("RGB", (60, 60))])
    (folder / "a.heic").write_bytes(HEIC)
    (folder / "bad.png").write_bytes(png()[:-30])
    (folder / "none.png").write_bytes(b"no picture")


def test_nothing_is_loaded_after_the_fork(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    documents(folder, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.converters.isolated", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        capture_output=True,
        timeout=120,
        check=True,
    )
    report = json.loads(done.stdout)
    assert report["asked"] == []
    failed = {name: code for name, code in report["outcomes"].items() if code != "ok"}
    assert failed == {
        "bad.epub": "damaged",
        "bad.png": "damaged",
        "deep.html": "depth",
        "none.png": "damaged",
    }
