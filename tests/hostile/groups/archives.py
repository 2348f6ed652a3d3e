"""Cases 11 to 17: ZIP containers that lie, nest, climb or lock."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from functools import partial

from tests.hostile.builders import bombs, locked, odf, pdflock, wordx, zipped
from tests.hostile.builders.opc import Part, Rel
from tests.hostile.builders.zipped import Entry
from tests.hostile.model import OK, Case, codes

ARCHIVE = codes("archive_in_document")
AMBIGUOUS = codes("zip_ambiguous")
PATH = codes("zip_path")
RATIO = codes("ratio")
LOCKED = codes("password_protected")
WORDS = b"An ordinary sentence.\n"
BIG = 200  # megabytes


def inner_zip(depth: int = 3, width: int = 4) -> bytes:
    """Archives in archives, in the manner of the well-known 42.zip but without its weight."""
    data = zipped.write([Entry("0.txt", bytes(bombs.MEGABYTE))])
    for level in range(depth):
        data = zipped.write([Entry(f"lib {level}-{n}.zip", data) for n in range(width)])
    return data


def plain_zip() -> bytes:
    """An archive that is no document."""
    return zipped.write([Entry("a.txt", WORDS), Entry("b.txt", WORDS)])


def tar_gz() -> bytes:
    """Another kind of archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        info = tarfile.TarInfo("a.txt")
        info.size = len(WORDS)
        tar.addfile(info, io.BytesIO(WORDS))
    return gzip.compress(made.getvalue(), mtime=0)


def docx_with_zip() -> bytes:
    """A document that carries an archive as an attachment."""
    rel = Rel("rId9", "package", "embeddings/inner.zip")
    return wordx.docx(
        wordx.GREETING + wordx.ole_object("rId9"),
        [rel],
        [Part("word/embeddings/inner.zip", inner_zip())],
    )


def odt_with_zip() -> bytes:
    """The same in OpenDocument."""
    body = odf.GREETING + '<text:p><text:a xlink:href="inner.zip">attachment</text:a></text:p>'
    return odf.Odf(body, files={"inner.zip": inner_zip()}).build()


def huge_entry(claimed: int | None, name: str = "word/media/image1.bin") -> Entry:
    """A member of many megabytes of zeros with a claimed size."""
    unit = bytes(bombs.MEGABYTE)
    size = BIG * bombs.MEGABYTE if claimed is None else claimed
    packed = bombs.repeat_deflate(unit, BIG)
    return Entry(name, packed=packed, size=size, crc=bombs.repeat_crc(unit, BIG))


def with_entry(*entries: Entry) -> bytes:
    """A harmless document with more members behind its own."""
    return zipped.write([*wordx.plain_entries(), *entries])


def true_bomb() -> bytes:
    """A huge member that says so."""
    return with_entry(huge_entry(None))


def false_size() -> bytes:
    """A huge member that claims 100 bytes in both headers."""
    return with_entry(huge_entry(100))


def bomb_document() -> bytes:
    """The main part itself is the bomb: spaces between two paragraphs."""
    head = wordx.document_xml(wordx.GREETING)
    start, end = head[: -len(b"</w:body></w:document>")], b"</w:body></w:document>"
    unit = b" " * bombs.MEGABYTE
    blocks = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = blocks.compress(start) + blocks.flush(zlib.Z_FULL_FLUSH)
    packed += bombs.repeat_deflate(unit, BIG)[:-2] + zipped.raw_deflate(end)
    crc = zlib.crc32(start)
    for _ in range(BIG):
        crc = zlib.crc32(unit, crc)
    size = len(start) + BIG * len(unit) + len(end)
    main = Entry(wordx.MAIN, packed=packed, size=size, crc=zlib.crc32(end, crc))
    return zipped.write([main if e.name == wordx.MAIN else e for e in wordx.plain_entries()])


def zip64_size() -> bytes:
    """A member of 20 bytes that claims a tebibyte in its 64-bit field."""
    extra = zipped.zip64_extra(1 << 40, len(WORDS))
    return with_entry(
        Entry("word/media/a.bin", WORDS, deflate=False, size=zipped.NO_VALUE_32, extra=extra)
    )


def slip(name: str) -> bytes:
    """A member whose name climbs out of the folder."""
    return with_entry(Entry(name, WORDS))


def odt_slip() -> bytes:
    """The same in OpenDocument."""
    return zipped.write([*odf.Odf().entries(), Entry("../../pecia-slip.txt", WORDS)])


def linked() -> bytes:
    """A member that is a symbolic link, and one that would be written through it."""
    return with_entry(zipped.symlink("word/media", "/tmp"), Entry("word/media/pecia.txt", WORDS))


def linked_part() -> bytes:
    """A main part that is a symbolic link to a file of the host."""
    members = [e for e in wordx.plain_entries() if e.name != wordx.MAIN]
    return zipped.write([*members, zipped.symlink(wordx.MAIN, "/etc/passwd")])


def duplicate() -> bytes:
    """Two main parts: the first reader sees one, the second another."""
    second = wordx.document_xml(wordx.paragraph("Another document."))
    return with_entry(Entry(wordx.MAIN, second))


def duplicate_case() -> bytes:
    """Two main parts whose names differ in case only; Office treats them as one."""
    second = wordx.document_xml(wordx.paragraph("Another document."))
    return with_entry(Entry("word/Document.xml", second))


def other_local_name() -> bytes:
    """The local header names another file than the directory."""
    return with_entry(Entry("word/media/a.txt", WORDS, local_name="word/media/b.txt"))


def other_local_size() -> bytes:
    """The local header tells another size than the directory."""
    return with_entry(Entry("word/media/a.txt", WORDS, local_size=9999))


def foreign_before() -> bytes:
    """Bytes in front of the first member."""
    return zipped.write(wordx.plain_entries(), before=b"#!/bin/sh\nexit 0\n")


def foreign_after() -> bytes:
    """Bytes behind the end record."""
    return zipped.write(wordx.plain_entries(), after=b"<script>alert(1)</script>" * 4)


def foreign_between() -> bytes:
    """Bytes between members that belong to none of them."""
    return zipped.finish(*zipped.lay_out(wordx.plain_entries(), gap=b"hidden bytes"))


def two_directories() -> bytes:
    """A second archive in the comment of the first: which end record counts?"""
    body, listed = zipped.lay_out(wordx.plain_entries())
    return zipped.finish(body, listed, comment=plain_zip())


def unlisted() -> bytes:
    """A member that is in the file but not in the directory."""
    body, listed = zipped.lay_out([*wordx.plain_entries(), Entry("word/ghost.xml", WORDS)])
    return zipped.finish(body, listed[:-1])


def claimed_million() -> bytes:
    """An end record that claims a million members."""
    return zipped.claim_count(wordx.plain_entries(), 1_000_000)


def many_entries(count: int = 19_000) -> bytes:
    """As many true members as fit into two megabytes."""
    tiny = [Entry(f"{number:x}", deflate=False) for number in range(count)]
    return with_entry(*tiny)


def _cut(data: bytes) -> bytes:
    """A document whose end is missing, as after a broken upload."""
    return data[: len(data) * 2 // 3]


def wrong_crc() -> bytes:
    """A member whose check sum is false."""
    return with_entry(Entry("word/media/a.txt", WORDS, crc=1))


def overlap_all() -> bytes:
    """Every record points at the same data."""
    return bombs.full_overlap(wordx.plain_entries(), copies=500, megabytes=64)


def overlap_quoted() -> bytes:
    """Members nested by quoting each other's headers."""
    return bombs.quoted_overlap(wordx.plain_entries(), copies=120)


NESTED = (
    Case(11, "zip-as-docx", "letter.docx", plain_zip, ARCHIVE),
    Case(11, "zip-as-odt", "letter.odt", plain_zip, ARCHIVE),
    Case(11, "nested-zips-as-docx", "letter.docx", inner_zip, ARCHIVE),
    Case(11, "plain-zip", "files.zip", plain_zip, codes("archive_in_document type_not_allowed")),
    Case(11, "tar-gz-as-docx", "letter.docx", tar_gz, codes("archive_in_document type_mismatch")),
    Case(11, "docx-holds-zip", "letter.docx", docx_with_zip, OK, codes("embedded_file")),
    Case(11, "odt-holds-zip", "letter.odt", odt_with_zip, OK, codes("embedded_file")),
)

LIES = (
    Case(12, "overlap-all", "letter.docx", overlap_all, codes("zip_overlap")),
    Case(12, "overlap-quoted", "letter.docx", overlap_quoted, codes("zip_overlap")),
    Case(13, "true-bomb", "letter.docx", true_bomb, RATIO),
    Case(13, "false-size", "letter.docx", false_size, RATIO),
    Case(13, "document-bomb", "letter.docx", bomb_document, RATIO),
    Case(13, "zip64-size", "letter.docx", zip64_size, codes("ratio zip_ambiguous zip_damaged")),
    Case(15, "duplicate-part", "letter.docx", duplicate, AMBIGUOUS),
    Case(15, "duplicate-by-case", "letter.docx", duplicate_case, AMBIGUOUS),
    Case(15, "other-local-name", "letter.docx", other_local_name, AMBIGUOUS),
    Case(15, "other-local-size", "letter.docx", other_local_size, AMBIGUOUS),
    Case(15, "data-before", "letter.docx", foreign_before, codes("zip_ambiguous type_mismatch")),
    Case(15, "data-after", "letter.docx", foreign_after, AMBIGUOUS),
    Case(15, "data-between", "letter.docx", foreign_between, AMBIGUOUS),
    Case(15, "two-directories", "letter.docx", two_directories, AMBIGUOUS),
    Case(15, "unlisted-member", "letter.docx", unlisted, AMBIGUOUS),
    Case(15, "cut-short", "letter.docx", lambda: _cut(wordx.docx()), codes("zip_damaged damaged")),
    Case(15, "wrong-crc", "letter.docx", wrong_crc, codes("zip_damaged damaged")),
    Case(16, "million-claimed", "letter.docx", claimed_million, codes("zip_entries")),
    Case(
        16,
        "many-members",
        "letter.docx",
        many_entries,
        codes("zip_entries"),
        note="19 000 members, the most that fit into two megabytes",
    ),
)

CLIMBING = (
    Case(14, "slip-parent", "letter.docx", partial(slip, "../../pecia-slip.txt"), PATH),
    Case(14, "slip-middle", "letter.docx", partial(slip, "word/../../pecia-slip.txt"), PATH),
    Case(14, "slip-absolute", "letter.docx", partial(slip, "/tmp/pecia-slip.txt"), PATH),
    Case(14, "slip-backslash", "letter.docx", partial(slip, "..\\..\\pecia-slip.txt"), PATH),
    Case(14, "slip-drive", "letter.docx", partial(slip, "C:/pecia-slip.txt"), PATH),
    Case(14, "slip-nul", "letter.docx", partial(slip, "word/a.xml\0.png"), PATH),
    Case(14, "slip-odt", "letter.odt", odt_slip, PATH),
    Case(14, "slip-symlink", "letter.docx", linked, PATH),
    Case(14, "slip-symlink-part", "letter.docx", linked_part, PATH, canary="root:x:0:"),
)

ENCRYPTED = (
    Case(17, "locked-docx", "letter.docx", locked.ooxml, LOCKED),
    Case(17, "locked-odt", "letter.odt", locked.open_document, LOCKED),
    Case(17, "locked-xls", "table.xls", locked.old_excel, LOCKED),
    Case(17, "locked-doc", "letter.doc", locked.old_word, LOCKED),
    Case(17, "locked-pdf", "a.pdf", partial(pdflock.document, "secret", "owner"), LOCKED),
    Case(
        17,
        "owner-locked-pdf",
        "a.pdf",
        partial(pdflock.document, "", "owner"),
        OK,
        codes("encrypted"),
        note="opens without a password, but forbids copying",
    ),
)

CASES = NESTED + LIES + CLIMBING + ENCRYPTED
