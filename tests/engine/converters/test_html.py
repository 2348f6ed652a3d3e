"""HTML becomes pages, and nothing but the markup is ever read."""

from __future__ import annotations

import base64
import io
import tempfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tests.engine.converters.support import count_images, font_names, pixel, sizes, texts

from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.html import HtmlResult, decode_html, html_to_pdf
from pecia.engine.converters.html_markup import MAX_OPEN, without_scripts

BASE = "document:///"
CHINESE = "为了规范管理,制定本条例。" * 9


def nothing(_url: str) -> None:
    return None


def convert(
    markup: str, folder: Path, max_pages: int = 50, files: dict[str, bytes] | None = None
) -> tuple[HtmlResult, Path]:
    target = folder / "page.pdf"
    fetch = (files or {}).get
    return html_to_pdf(markup, target, fetch, base_url=BASE, max_pages=max_pages), target


def png(mode: str = "RGB", colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (40, 40), colour).save(made, "PNG")
    return made.getvalue()


def data_url(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def test_text_on_a4(tmp_path: Path) -> None:
    result, target = convert("<h1>Minutes</h1><p>第一条 本条例 &amp; more", tmp_path)
    assert result == HtmlResult(1, 1, False, [])
    assert texts(target) == ["Minutes 第一条 本条例 & more"]
    assert sizes(target)[0] == pytest.approx((595.3, 841.9), abs=0.1)


def test_a_long_word_stays_on_the_page(tmp_path: Path) -> None:
    _, target = convert(f"<p>{'x' * 2_000}</p><pre>{'y' * 500}</pre>", tmp_path)
    found = "".join(texts(target)).replace(" ", "")
    assert found.count("x") == 2_000
    assert found.count("y") == 500


REMOTE = """<link rel="stylesheet" href="https://a.example/a.css"><base href="http://b.example/">
<style>@import "http://c.example/c.css"; p { background: url(//d.example/d.png) }
@font-face { font-family: F; src: url(ftp://e.example/e.woff), url(/f.woff2) }</style>
<p style="font-family: F">text<img src="http://g.example/g.png"><img src="file:///etc/hostname">
<object data="http://h.example/h.svg"></object><embed src="g.png"><img srcset="i.png 2x">
<svg width="9" height="9"><image href="http://j.example/j.png" width="9" height="9"/>
<use href="http://k.example/k.svg#a"/></svg><a rel="attachment" href="http://l.example/">l</a>
<link rel="attachment" href="file:///etc/passwd"><iframe src="http://m.example/"></iframe>"""


def test_nothing_is_fetched(tmp_path: Path) -> None:
    result, target = convert(REMOTE, tmp_path)
    assert texts(target) == ["text l"]
    expected = {
        "https://a.example/a.css", "http://c.example/c.css", "http://d.example/d.png",
        "ftp://e.example/e.woff", "http://b.example/f.woff2", "http://g.example/g.png",
        "file:///etc/hostname", "http://h.example/h.svg", "http://b.example/g.png",
        "http://j.example/j.png",
    }  # fmt: skip
    assert expected <= set(result.blocked)
    assert not {url for url in result.blocked if "m.example" in url}


def test_blocked_urls_are_few_and_short(tmp_path: Path) -> None:
    images = "".join(f'<img src="http://a.example/{"x" * 400}{n}">' for n in range(10))
    many = "".join(f'<img src="http://a.example/{n}">' for n in range(100))
    result, _ = convert(images + many, tmp_path)
    assert len(result.blocked) == 50
    assert max(map(len, result.blocked)) == 200


def test_a_file_is_never_read_even_if_fetch_would(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    url = secret.as_uri()
    result, target = convert(f'<img src="{url}">', tmp_path, files={url: png()})
    assert result.blocked == [url[:200]]
    assert count_images(target) == 0


def test_what_fetch_answers_is_used(tmp_path: Path) -> None:
    files = {"a.css": b"p::after { content: ' and style' }", "b.png": png()}
    markup = '<link rel="stylesheet" href="a.css"><p>text</p><img src="b.png">'
    result, target = convert(markup, tmp_path, files=files)
    assert result.blocked == []
    assert texts(target) == ["text and style"]
    assert count_images(target) == 1


def test_data_urls(tmp_path: Path) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" '
    svg += b'height="60" fill="#0000ff"/><text y="50">inner</text></svg>'
    markup = (
        f'<link rel="stylesheet" href="data:text/css,p%3A%3Aafter%7Bcontent%3A%27+css%27%7D">'
        f'<p>text<br><img src="{data_url(png())}"><img src="{data_url(svg, "image/svg+xml")}">'
    )
    result, target = convert(markup, tmp_path)
    assert result.blocked == []
    assert texts(target)[0].startswith("text")
    assert "css" in texts(target)[0]
    assert "inner" in texts(target)[0]


def test_a_data_url_beyond_the_limit_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pecia.engine.converters.html._MAX_DATA_URL", 100)
    _, target = convert(f'<p>text<img src="{data_url(png())}">', tmp_path)
    assert count_images(target) == 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_damaged_picture_leaves_the_rest(tmp_path: Path, mode: str) -> None:
    broken = png(mode)[:-30]
    _, target = convert(
        f'<p>before<img src="{data_url(broken)}"><img src="{data_url(png())}">after', tmp_path
    )
    assert texts(target) == ["before after"]


def test_a_picture_of_another_format_is_not_opened(tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "EPS")
    _, target = convert(f'<p>text<img src="{data_url(made.getvalue())}">', tmp_path)
    assert count_images(target) == 0


def test_only_harmless_links_are_kept(tmp_path: Path) -> None:
    hrefs = "javascript:alert(1) file:///etc/passwd http://a.example/ mailto:a@b.example other.html"
    markup = "".join(f'<p><a href="{href}">x</a>' for href in hrefs.split())
    markup += '<p><a href="#here">in</a><p id="here">here<form action="/go"><input name="a"></form>'
    markup += "<style>input { appearance: auto }</style>"
    _, target = convert(markup, tmp_path)
    with pikepdf.open(target) as pdf:
        links = pdf.pages[0].obj.Annots
        assert [str(link.A.URI) for link in links if "/A" in link] == [
            "http://a.example/",
            "mailto:a@b.example",
        ]
        assert len(links) == 3
        assert "/AcroForm" not in pdf.Root


def test_nothing_is_attached(tmp_path: Path) -> None:
    files = {"a.txt": b"attached"}
    markup = '<link rel="attachment" href="a.txt"><p><a rel="attachment" href="a.txt">x</a>'
    _, target = convert(markup, tmp_path, files=files)
    assert b"EmbeddedFile" not in target.read_bytes()
    with pikepdf.open(target) as pdf:
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names


def test_scripts_are_not_shown(tmp_path: Path) -> None:
    _, target = convert("<p>a<script>document.write('b')</script><noscript>c</noscript>", tmp_path)
    assert texts(target) == ["ac"]


def test_first_pages_of_many(tmp_path: Path) -> None:
    markup = "".join(f'<p style="break-after: page">page {n}</p>' for n in range(1, 6))
    result, target = convert(markup, tmp_path, max_pages=2)
    assert (result.pages, result.total_pages, result.truncated) == (2, 5, True)
    assert texts(target) == ["page 1", "page 2"]


def test_same_bytes_each_time(tmp_path: Path) -> None:
    markup = (
        '<meta name="author" content="A"><title>T</title><h1 id="a">标题</h1><i>b</i><b>c</b>'
        f'<a href="#a">d</a><img src="{data_url(png("RGBA"))}"><ul><li>e</ul><code>f</code>'
        "<svg width='9' height='9'><rect width='5' height='5' opacity='.5'/></svg>"
    )
    first, second = (convert(markup, tmp_path)[1].read_bytes() for _ in range(2))
    assert first == second


def test_fonts_of_the_document_stay_in_the_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    original = tempfile.mkdtemp

    def noted(prefix: str) -> str:
        made.append(original(prefix=prefix))
        return made[-1]

    monkeypatch.setattr("weasyprint.text.fonts.mkdtemp", noted)
    font = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not font.exists():
        pytest.skip("needs the DejaVu fonts")
    style = f"@font-face {{ font-family: F; src: url({data_url(font.read_bytes(), 'font/ttf')}) }}"
    _, target = convert(f"<style>{style}</style><p style='font-family: F'>text", tmp_path)
    assert texts(target) == ["text"]
    assert [Path(folder).parent for folder in made] == [tmp_path]
    assert font_names(target) == {"F"}


DEEP = {
    "blocks": "<div>" * 100_000,
    "spans": "<p>" + "<span>" * 3_000,
    "closed": "<div>" * 600 + "x" + "</div>" * 600,
    "lists": "<ul><li>" * 1_000,
    "tables": "<table><tr><td>" * 300,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConvertError) as caught:
        convert(DEEP[name], tmp_path)
    assert caught.value.code == "depth"


def test_nesting_of_honest_documents_is_not(tmp_path: Path) -> None:
    unclosed = "".join(f"<p>{n}<li>{n}" for n in range(MAX_OPEN // 4))
    result, _ = convert(unclosed + "<div>" * 200 + "deep" + "</div>" * 200, tmp_path)
    assert result.pages > 0


def test_large_markup_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pecia.engine.converters.html.MAX_CHARACTERS", 100)
    with pytest.raises(ConvertError) as caught:
        convert("x" * 101, tmp_path)
    assert caught.value.code == "too_large"


def test_pictures_are_not_wider_than_the_page(tmp_path: Path) -> None:
    wide = io.BytesIO()
    Image.new("RGB", (4_000, 100), "lime").save(wide, "PNG")
    _, target = convert(f'<body><img src="{data_url(wide.getvalue())}">', tmp_path)
    assert pixel(target, 0.5, 0.072) == (0, 255, 0)
    assert pixel(target, 0.99, 0.072) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf<p>\xc3\xa9", "<p>é"),
        ("<p>é".encode("utf-16"), "<p>é"),
        ('<meta charset="gb2312"><p>条例'.encode("gbk"), '<meta charset="gb2312"><p>条例'),
        (b"<meta charset=iso-8859-1><p>\xe9\x80", "<meta charset=iso-8859-1><p>é€"),
        (b'<meta charset="utf-16"><p>\xc3\xa9', '<meta charset="utf-16"><p>é'),
        (b'<meta charset="unicode_escape"><p>\\x41', '<meta charset="unicode_escape"><p>\\x41'),
        (
            '<?xml version="1.0" encoding="Shift_JIS"?><p>日本'.encode("cp932"),
            '<?xml version="1.0" encoding="Shift_JIS"?><p>日本',
        ),
        ("<p>条例".encode(), "<p>条例"),
        (f"<p>{CHINESE}".encode("gbk"), f"<p>{CHINESE}"),
        (b"", ""),
    ],
)
def test_decoding(data: bytes, expected: str) -> None:
    assert decode_html(data) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a<script>b</script>c", "ac"),
        ("a<SCRIPT src='x'>b<script></Script >c", "ac"),
        ("a<script>b", "a"),
        ("a<!-- <p> -->b<!-->c", "abc"),
        ("<style><!-- p {} --></style>a", "<style><!-- p {} --></style>a"),
        ("<title><script></title>a", "<title><script></title>a"),
        ("a<iframe src=x>b</iframe>c", "ac"),
        ("a<scripture>b", "a<scripture>b"),
    ],
)
def test_what_is_left_out(markup: str, expected: str) -> None:
    assert without_scripts(markup) == expected


def test_xhtml(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?><html><head><title/><script src="x.js"/><style/></head>'
    _, target = convert(f'{head}<body><p>one<br/>two</p><a id="x"/></body></html>', tmp_path)
    assert texts(target) == ["one two"]


def test_leaving_out_takes_linear_time() -> None:
    assert without_scripts("<script" * 200_000 + "<!--" * 200_000 + "<style>" * 200_000)
