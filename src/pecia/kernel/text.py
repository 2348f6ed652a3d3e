"""Strings from outside, made safe to show: no control characters, no reversed extensions."""

from __future__ import annotations

import re
import unicodedata

# What changes how the rest of a line reads, is not seen at all, or can't be stored or sent on as
# text: controls, marks of direction, tags, surrogates without their other half.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"\s+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def one_line(text: str, limit: int) -> str:
    """A single clean line of at most `limit` characters, normalised (NFC)."""
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\t", " "))
    return _BLANKS.sub(" ", clean).strip()[:limit].rstrip()


def paragraphs(text: str, limit: int) -> str:
    """Clean text that keeps its line breaks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    joined = "\n".join(one_line(line, limit) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip()[:limit]


def file_name(name: str, limit: int = 180) -> str:
    """A file name to show and to download under: no folders, no tricks, never empty."""
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    clean = one_line(last, 10_000).strip(" .") or "document"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > 10:
        return clean[:limit]
    return f"{stem[: limit - len(extension) - 1]}.{extension}"


def split_name(name: str) -> tuple[str, str]:
    """Stem and extension, the extension in small letters and without its dot."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot and stem else (name, "")


def title_of_file(name: str) -> str:
    """What a document is called as long as nobody has said anything else."""
    return one_line(split_name(name)[0], 200) or name
