"""A book becomes one PDF: its spine in order, its resources from inside the file only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from tests.engine.converters.support import count_images, texts

from pecia.engine.converters.epub import epub_to_html, epub_to_pdf
from pecia.engine.converters.epub_book import resolve
from pecia.engine.converters.errors import ConvertError

CONTAINER = """<?xml version="1.0"?><container version="1.0"
xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
XHTML = "application/xhtml+xml"
ONE_TWO = (("one.xhtml", XHTML, ""), ("two.xhtml", XHTML, ""))


def chapter(body: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/>{head}</head>'
        f"<body>{body}</body></html>"
    )


def package(items: tuple[tuple[str, str, str], ...], spine: str, metadata: str = "") -> str:
    manifest = "".join(
        f'<item id="{href}" href="{href}" media-type="{kind}" fallback="{fallback}"/>'
        for href, kind, fallback in items
    )
    references = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{manifest}</manifest><spine>{references}</spine></package>"
    )


def book(folder: Path, members: dict[str, str | bytes], **replaced: str) -> Path:
    path = folder / "book.epub"
    opf = replaced.get("opf", package(ONE_TWO, "one.xhtml two.xhtml"))
    parts = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": opf, **members}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if content:
                archive.writestr(name, content)
    return path


def two_chapters(folder: Path, one: str = "first", two: str = "second", **rest: Any) -> Path:
    members = {"OPS/one.xhtml": chapter(one), "OPS/two.xhtml": chapter(two), **rest}
    return book(folder, members)


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()


def test_chapters_in_order(tmp_path: Path) -> None:
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path), target, 50)
    assert texts(target) == ["first", "second"]
    assert (result.pages, result.truncated, result.findings) == (2, False, [])
    assert {path.name for path in tmp_path.iterdir()} == {"book.epub", "book.pdf"}


def test_metadata(tmp_path: Path) -> None:
    metadata = (
        "<dc:title>A  title</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator>"
        "<dc:language>zh</dc:language><dc:publisher>P</dc:publisher><dc:date>2020-01-02</dc:date>"
    )
    opf = package(ONE_TWO, "one.xhtml", metadata)
    path = book(tmp_path, {"OPS/one.xhtml": chapter("x")}, opf=opf)
    with epub_to_html(path) as opened:
        assert (opened.title, opened.creator, opened.language) == ("A title", "A; B", "zh")
        assert (opened.publisher, opened.date) == ("P", "2020-01-02")
    result = epub_to_pdf(path, tmp_path / "book.pdf", 5)
    expected = {"title": "A title", "author": "A; B", "language": "zh", "created": "2020-01-02"}
    assert result.metadata == expected
    with pikepdf.open(tmp_path / "book.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "A title"


def test_each_document_once(tmp_path: Path) -> None:
    opf = package(ONE_TWO, "one.xhtml two.xhtml one.xhtml missing one.xhtml")
    members: dict[str, str | bytes] = {"OPS/one.xhtml": chapter("a"), "OPS/two.xhtml": chapter("b")}
    target = tmp_path / "book.pdf"
    epub_to_pdf(book(tmp_path, members, opf=opf), target, 50)
    assert texts(target) == ["a", "b"]


def test_resources_are_found_inside(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="../css/a%20b.css"/>'
    members: dict[str, str | bytes] = {
        "OPS/one.xhtml": chapter('<p>text</p><img src="../pics/a.png"/>', head),
        "css/a b.css": "@import 'c.css'; p::before { content: 'one ' }",
        "css/c.css": "p::after { content: ' two' }",
        "pics/a.png": png(),
    }
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(book(tmp_path, members), target, 50)
    assert texts(target) == ["one text two"]
    assert count_images(target) == 1
    assert result.findings == [("page_failed", "OPS/two.xhtml can't be read")]


def test_nothing_is_found_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    body = (
        f'<p>text</p><img src="../../secret.png"/><img src="{(tmp_path / "secret.png").as_uri()}"/>'
        '<img src="/secret.png"/><img src="https://a.example/a.png"/><iframe src="//b.example/"/>'
        '<video src="http://c.example/c.mp4"/><script src="http://d.example/d.js"/><p>end</p>'
    )
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path, body), target, 50)
    assert texts(target) == ["text end", "second"]
    assert count_images(target) == 0
    remote = [detail for code, detail in result.findings if code == "remote_content"]
    assert "https://a.example/a.png" in remote
    assert "//b.example/" in remote
    assert "http://c.example/c.mp4" in remote
    assert "http://d.example/d.js" in remote
    assert any(url.startswith("file:") for url in remote)
    assert {("active_content", "script"), ("active_content", "iframe")} <= set(result.findings)
    assert ("media", "audio or video") in result.findings


@pytest.mark.parametrize(
    ("base", "href", "path"),
    [
        ("OPS/a.xhtml", "b.png", "OPS/b.png"),
        ("OPS/a.xhtml", "../c/b%20c.png#x", "c/b c.png"),
        ("OPS/a.xhtml", "../../b.png", ""),
        ("OPS/a.xhtml", "/etc/passwd", ""),
        ("a.opf", "..", ""),
        ("a.opf", "", ""),
        ("", "%2e%2e/b", ""),
    ],
)
def test_paths_stay_below_the_root(base: str, href: str, path: str) -> None:
    assert resolve(base, href) == path


def test_links_lead_to_pages(tmp_path: Path) -> None:
    one = '<p><a href="two.xhtml#é">a</a> <a href="two.xhtml">b</a> <a href="#here">c</a></p>'
    one += '<p><a href="gone.xhtml">d</a> <a href="https://a.example/">e</a></p><p id="here">f</p>'
    two = '<p>top</p><p id="é" style="break-before: page">below</p>'
    target = tmp_path / "book.pdf"
    epub_to_pdf(two_chapters(tmp_path, one, two), target, 50)
    with pikepdf.open(target) as pdf:
        names: Any = pdf.Root
        flat = list(names.Names.Dests.Names)
        places = {str(name): place for name, place in zip(flat[::2], flat[1::2], strict=True)}
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        links: Any = pdf.pages[0].obj.Annots
        found = [
            numbers[places[str(link.Dest)][0].objgen] if "/Dest" in link else str(link.A.URI)
            for link in links
        ]
        assert found == [2, 1, 0, "https://a.example/"]
        assert list(places) == sorted(places)


def test_self_closing_elements(tmp_path: Path) -> None:
    body = '<p><a id="x"/>one<br/><span/>two</p><div class="c"/><svg><g/><text y="9">3</text></svg>'
    target = tmp_path / "book.pdf"
    epub_to_pdf(two_chapters(tmp_path, body), target, 50)
    assert texts(target)[0] == "one two 3"


def test_pictures_and_foreign_formats_in_the_spine(tmp_path: Path) -> None:
    items = (
        ("a.svg", "image/svg+xml", ""),
        ("b.xml", "application/x-foreign", "one.xhtml"),
        ("c.xml", "application/x-foreign", "d.xml"),
        ("d.xml", "application/x-foreign", "c.xml"),
        ("one.xhtml", XHTML, ""),
    )
    members: dict[str, str | bytes] = {
        "OPS/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20">'
        '<text y="15">drawn</text></svg>',
        "OPS/one.xhtml": chapter("fallback"),
    }
    target = tmp_path / "book.pdf"
    epub_to_pdf(book(tmp_path, members, opf=package(items, "a.svg b.xml c.xml")), target, 50)
    assert texts(target) == ["drawn", "fallback"]


def test_limit_of_pages(tmp_path: Path) -> None:
    body = "".join(f'<p style="break-after: page">{n}</p>' for n in range(4))
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path, body, body), target, 5)
    assert texts(target) == ["0", "1", "2", "3", "0"]
    assert (result.pages, result.truncated) == (5, True)
    assert epub_to_pdf(two_chapters(tmp_path, body), target, 4).truncated


def test_limit_of_time(tmp_path: Path) -> None:
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path), target, 50, seconds=0)
    assert texts(target) == ["first"]
    assert result.truncated


def test_limits_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pecia.engine.converters.epub_book.MAX_MEMBER", 2_000)
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path, two="x" * 2_000), target, 50)
    assert texts(target) == ["first"]
    assert result.truncated
    monkeypatch.setattr("pecia.engine.converters.epub_book.MAX_TOTAL", 1_400)
    members: dict[str, str | bytes] = {f"OPS/{n}.xhtml": chapter("x" * 200) for n in range(5)}
    items = tuple((f"{n}.xhtml", XHTML, "") for n in range(5))
    opf = package(items, " ".join(item[0] for item in items))
    result = epub_to_pdf(book(tmp_path, members, opf=opf), target, 50)
    assert result.truncated
    assert result.pages < 5


def test_many_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pecia.engine.converters.epub_book.MAX_ITEMS", 1)
    result = epub_to_pdf(two_chapters(tmp_path), tmp_path / "book.pdf", 50)
    assert (result.pages, result.truncated) == (1, True)


def test_same_bytes_each_time(tmp_path: Path) -> None:
    path = two_chapters(tmp_path, '<h1 id="a">一</h1><a href="two.xhtml">x</a>', "<i>二</i>")
    made = []
    for name in ("a.pdf", "b.pdf"):
        epub_to_pdf(path, tmp_path / name, 50)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_a_hostile_chapter_leaves_the_others(tmp_path: Path) -> None:
    target = tmp_path / "book.pdf"
    result = epub_to_pdf(two_chapters(tmp_path, "<div>" * 10_000), target, 50)
    assert texts(target) == ["second"]
    assert [code for code, _ in result.findings] == ["page_failed"]


def encryption(algorithm: str, uri: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        f'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{algorithm}"/>'
        f'<CipherData><CipherReference URI="{uri}"/></CipherData></EncryptedData></encryption>'
    )


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


def test_scrambled_fonts_are_no_lock(tmp_path: Path) -> None:
    content = encryption("http://www.idpf.org/2008/embedding", "OPS/font.otf")
    path = two_chapters(tmp_path, **{"META-INF/encryption.xml": content})
    assert epub_to_pdf(path, tmp_path / "book.pdf", 5).pages == 2


REFUSED: dict[str, tuple[str, dict[str, str]]] = {
    "locked": ("password_protected", {"META-INF/encryption.xml": encryption(AES, "OPS/one.xhtml")}),
    "no container": ("damaged", {"META-INF/container.xml": ""}),
    "no package": ("damaged", {"OPS/book.opf": ""}),
    "container is no XML": ("damaged", {"META-INF/container.xml": "<container"}),
    "container names nothing": ("damaged", {"META-INF/container.xml": "<container/>"}),
    "package outside": (
        "damaged",
        {"META-INF/container.xml": '<c><rootfile full-path="../../etc/passwd"/></c>'},
    ),
    "entities": (
        "dtd",
        {"OPS/book.opf": '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>'},
    ),
    "empty spine": ("no_pages", {"OPS/book.opf": package(ONE_TWO, "")}),
    "no chapter": ("no_pages", {"OPS/one.xhtml": "", "OPS/two.xhtml": ""}),
    "deep": ("depth", {"OPS/one.xhtml": "<div>" * 9_000, "OPS/two.xhtml": ""}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    code, parts = REFUSED[name]
    path = two_chapters(tmp_path, **parts)
    with pytest.raises(ConvertError) as caught:
        epub_to_pdf(path, tmp_path / "book.pdf", 50)
    assert caught.value.code == code
    assert not (tmp_path / "book.pdf").exists()


def test_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(ConvertError, match="damaged"):
        epub_to_pdf(path, tmp_path / "book.pdf", 50)
