"""The encoding of a plain text: by its mark, by its structure, or by what makes sense."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EAST_ASIAN = ("gb18030", "big5hkscs", "shift_jis", "euc_jp", "cp949")
_SINGLE_BYTE = [
    "cp1252", "cp1250", "cp1251", "cp1253", "iso8859_9", "cp1255", "cp1256", "koi8_r", "koi8_u",
    "tis_620",
]  # fmt: skip
_SHIFTED = ((re.compile(rb"\x1b\$[@B]"), "iso2022_jp"), (re.compile(rb"~\{[!-w]{2}"), "hz"))
_SAMPLE = 65_536
_SURE = 0.55

# The characters that make up about a third of any running text of their language.
_KANA = "、。「」ー・" + "".join(map(chr, range(0x3041, 0x30FB)))
_COMMON = {
    "gb18030": "的一是不了在人有我他这个们中来上大为和国地到"
    "以说时要就出会可也你对生能而子那得于着下自之年"
    "第条法应当规定部门单位行政",
    "big5hkscs": "的一是不了在人有我他這個們中來上大為和國地到"
    "以說時要就出會可也你對生能而子那得於著下自之年"
    "第條法應當規定",
    "shift_jis": _KANA,
    "euc_jp": _KANA,
    "cp949": "이다는의에을를가은고하도로한지서사인기자모든권리유를어수아국정시대있보장그제사회",
}
# First bytes: GB 2312 level 1, Big5 level 1, kana and their punctuation, Hangul.
_EVERYDAY = {
    "gb18030": (0xB0, 0xD7),
    "big5hkscs": (0xA4, 0xC6),
    "shift_jis": (0x81, 0x83),
    "euc_jp": (0xA1, 0xA5),
    "cp949": (0xB0, 0xC8),
}
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Undecodable bytes become U+FFFD; never raises."""
    encoding = detect(data)
    return data.decode(encoding, "replace"), encoding


def detect(data: bytes) -> str:
    """The name of the encoding, as Python knows it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if wide := _wide_without_mark(data):
        return wide
    sample = data[:_SAMPLE]
    if sample.isascii() and (shifted := _shifted(sample)):
        return shifted
    if _is_utf8(sample, cut=len(data) > len(sample)):
        return "utf-8"
    scores = {encoding: _plausibility(sample, encoding) for encoding in _EAST_ASIAN}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > _SURE else _single_byte(sample)


def is_text(data: bytes) -> bool:
    """Whether the bytes are a text in some encoding: hardly any control characters."""
    text, _ = decode(data[:_SAMPLE])
    if not text:
        return False
    odd = len(_CONTROL.findall(text)) + text.count("\ufffd")
    return odd <= max(2, len(text) * 0.05)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 betrays itself by where its zero bytes, spaces and line ends stand."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    few = len(even) * 0.02
    if odd.count(0) > len(odd) * 0.3 and even.count(0) <= few:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.3 and odd.count(0) <= few:
        return "utf-16-be"
    if b"\0" not in sample:
        return None
    scores = {name: _wide_score(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > 0.8 else None


def _wide_score(sample: bytes, encoding: str) -> float:
    """The share of characters that are assigned and of everyday planes."""
    text = sample.decode(encoding, "replace")
    good = sum(1 for c in text if c in "\r\n\t" or unicodedata.category(c)[0] in "LNPZ")
    return good / max(1, len(text))


def _is_utf8(sample: bytes, *, cut: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, final=not cut)
    except UnicodeDecodeError as error:
        # A few wrong bytes in a text that is UTF-8 otherwise: damage, not another encoding.
        wrong = sample.decode("utf-8", "replace").count("\ufffd")
        multibyte = sum(1 for byte in sample if 0xC2 <= byte <= 0xF4)
        return error.start > 0 and multibyte > 0 and wrong * 20 < multibyte
    return True


def _shifted(sample: bytes) -> str | None:
    """Encodings of seven bits that switch between character sets by escape sequences."""
    return next((name for pattern, name in _SHIFTED if pattern.search(sample)), None)


def _single_byte(sample: bytes) -> str:
    best = charset_normalizer.from_bytes(sample[:16_384], cp_isolation=_SINGLE_BYTE).best()
    return best.encoding if best is not None else "cp1252"


def _plausibility(sample: bytes, encoding: str) -> float:
    """How much of the text is made of everyday characters; most texts of the encoding reach 1."""
    text = sample.decode(encoding, "replace")
    foreign = [character for character in text if ord(character) > 0x7F]
    if not foreign:
        return 0
    lost = text.count("\ufffd")
    common = sum(1 for character in foreign if character in _common(encoding))
    everyday = _everyday_share(sample, encoding)
    return common / len(foreign) * 1.5 + everyday * 0.6 - lost * 3 / len(foreign)


def _everyday_share(sample: bytes, encoding: str) -> float:
    """The share of two-byte characters from the part of the table with the frequent ones."""
    first, last = _EVERYDAY[encoding]
    pairs = _PAIR.findall(sample)
    return sum(1 for pair in pairs if first <= pair[0] <= last) / max(1, len(pairs))


@cache
def _common(encoding: str) -> frozenset[str]:
    return frozenset(_COMMON[encoding])
