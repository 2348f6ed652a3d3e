"""Cases 1 to 8: the file as a whole, its name and its title."""

from __future__ import annotations

from functools import partial

from tests.hostile.builders import images, odf, opc, pdf, plain, wordx, zipped
from tests.hostile.model import OK, TOO_LARGE_LIMIT, Case, codes

PLAIN = b"An ordinary sentence.\n"
MISMATCH = codes("type_mismatch")
OVERRIDE = "\u202e"
ZERO_WIDTH = "\u200b"
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.invalid/","click")'
BROKEN_LINE = "Title\r\nSet-Cookie: stolen=1\r\n\r\n<p>body</p>"


def too_large() -> bytes:
    """One byte more than the limit that the harness sets."""
    line = b"0123456789abcdef" * 4
    return (line * (TOO_LARGE_LIMIT // len(line) + 1))[: TOO_LARGE_LIMIT + 1]


def hidden_zip() -> list[zipped.Entry]:
    """A harmless archive, to be stuck to something else."""
    return [zipped.Entry("note.txt", PLAIN)]


def pdf_then_zip() -> bytes:
    """A good PDF and a good ZIP in one file."""
    return zipped.write(hidden_zip(), before=pdf.document())


def pdf_then_docx() -> bytes:
    """A good PDF and a good Word document in one file."""
    return zipped.write(wordx.plain_entries(), before=pdf.document())


def html_then_pdf() -> bytes:
    """A PDF that starts as a web page; readers look for its header in the first 1024 bytes."""
    return b"<!DOCTYPE html><html><body><script>alert(1)</script><!--\n" + pdf.document()


def pdf_with_html_header() -> bytes:
    """A PDF whose first comment is a web page."""
    header = b"%PDF-1.7\n%<html><body><script>alert(1)</script></body></html>\n"
    return pdf.write(pdf.objects(), header=header)


def jpeg_then_zip() -> bytes:
    """A picture with an archive behind it."""
    return zipped.write(hidden_zip(), before=images.jpeg())


def titled_docx(title: str) -> bytes:
    """A Word document with a title."""
    return wordx.docx(parts=[opc.core(title)], more=opc.CORE_RELS)


def titled_pdf(title: str) -> bytes:
    """A PDF with a title."""
    return pdf.document(info=f"/Title {pdf.text_string(title)}")


def titled_odt(title: str) -> bytes:
    """An OpenDocument text with a title."""
    return odf.Odf(meta=odf.title(title)).build()


def _named(slug: str, name: str) -> Case:
    """A harmless text under a hostile name."""
    return Case(6, f"name-{slug}", name, lambda: PLAIN, OK)


def _spoofed(slug: str, name: str) -> Case:
    """A harmless text under a name that looks like another."""
    return Case(7, f"name-{slug}", name, lambda: PLAIN, OK)


NAMES = (
    _named("parent", "../../etc/x.txt"),
    _named("absolute", "/etc/cron.d/x.txt"),
    _named("windows-path", "C:\\Windows\\System32\\x.txt"),
    _named("unc", "\\\\host\\share\\x.txt"),
    _named("nul", "a\0b.txt"),
    _named("device", "CON.txt"),
    _named("long-utf8", "\u6587" * 98 + "ab.txt"),
    _named("option", "--convert-to.txt"),
    _named("shell", "$(touch x);`id`|&.txt"),
    _named("newline", "a\r\nX-Injected: 1.txt"),
    _named("percent", "%2e%2e%2f%2e%2e%2fx.txt"),
    Case(6, "name-bare-parent", "../../etc/x", lambda: PLAIN, codes("ok type_unknown")),
    Case(6, "name-dots", "..", lambda: PLAIN, codes("ok type_unknown")),
    Case(6, "name-empty", "", lambda: PLAIN, codes("ok type_unknown")),
    _spoofed("right-to-left", f"report{OVERRIDE}fdp.txt"),
    _spoofed("zero-width", f"re{ZERO_WIDTH}port.txt"),
    _spoofed("bidi-isolate", "\u2066report\u2069\u061c.txt"),
    _spoofed("byte-order-mark", "\ufeffreport.txt"),
)

CASES = (
    Case(1, "empty-docx", "empty.docx", bytes, codes("empty")),
    Case(1, "empty-pdf", "empty.pdf", bytes, codes("empty")),
    Case(
        2,
        "over-limit",
        "large.txt",
        too_large,
        codes("too_large"),
        note="give the engine a limit of TOO_LARGE_LIMIT bytes; the file has one more",
    ),
    Case(4, "exe-as-docx", "letter.docx", plain.executable, MISMATCH),
    Case(4, "exe-as-pdf", "letter.pdf", plain.executable, MISMATCH),
    Case(4, "elf-as-xlsx", "table.xlsx", plain.elf, MISMATCH),
    Case(4, "exe-as-txt", "notes.txt", plain.executable, MISMATCH),
    Case(4, "exe-as-png", "photo.png", plain.executable, MISMATCH),
    Case(5, "pdf-zip", "report.pdf", pdf_then_zip, OK, codes("ambiguous_type")),
    Case(5, "pdf-docx", "report.pdf", pdf_then_docx, OK, codes("ambiguous_type")),
    Case(
        5,
        "docx-after-pdf",
        "report.docx",
        pdf_then_docx,
        codes("ok type_mismatch zip_ambiguous"),
        codes("ambiguous_type"),
    ),
    Case(
        5,
        "html-pdf",
        "page.pdf",
        html_then_pdf,
        codes("ok type_mismatch"),
        codes("ambiguous_type"),
    ),
    Case(5, "pdf-html-comment", "page.pdf", pdf_with_html_header, OK, codes("ambiguous_type")),
    Case(5, "jpeg-zip", "photo.jpg", jpeg_then_zip, OK, codes("ambiguous_type")),
    *NAMES,
    Case(7, "title-override-docx", "a.docx", partial(titled_docx, f"Report{OVERRIDE}fdp"), OK),
    Case(7, "title-override-pdf", "a.pdf", partial(titled_pdf, f"Report{OVERRIDE}fdp"), OK),
    Case(7, "title-zero-width-odt", "a.odt", partial(titled_odt, f"Re{ZERO_WIDTH}port"), OK),
    Case(8, "title-script-docx", "a.docx", partial(titled_docx, SCRIPT), OK),
    Case(8, "title-script-pdf", "a.pdf", partial(titled_pdf, SCRIPT), OK),
    Case(8, "title-script-odt", "a.odt", partial(titled_odt, SCRIPT), OK),
    Case(8, "title-formula-docx", "a.docx", partial(titled_docx, FORMULA), OK),
    Case(8, "title-formula-pdf", "a.pdf", partial(titled_pdf, FORMULA), OK),
    Case(8, "title-lines-docx", "a.docx", partial(titled_docx, BROKEN_LINE), OK),
    Case(8, "title-lines-pdf", "a.pdf", partial(titled_pdf, BROKEN_LINE), OK),
)
