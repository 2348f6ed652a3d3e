"""The text of a document in numbered pieces, each with the pages it lies on.

Pieces join to exactly the text they are made of; none ends inside a word or, if it can be helped,
inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PIECE = 600  # characters, about
_SENTENCE = re.compile(r"[.!?…]+[\"')\]»”’]*\s+|[。！？；][”’」』）]*|\n{2,}")
_WORD = re.compile(r"\s+|(?<=[\u3000-\u9fff\uff00-\uffef])")
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_LINE_IN_HAN = re.compile(rf"(?<={_HAN})\n(?={_HAN})")
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A numbered part of the text."""

    number: int
    text: str
    first_page: int
    last_page: int


def flowing(text: str) -> str:
    """A page's lines joined as they read: without breaks inside Chinese, with blanks elsewhere."""
    joined = _HYPHEN.sub("", _LINE_IN_HAN.sub("", text.strip()))
    return re.sub(r"[ \t]*\n[ \t]*", " ", joined)


def pieces_of(pages: Sequence[str], size: int = PIECE) -> list[Piece]:
    """Pages of text, from page 1 on, as pieces of about `size` characters."""
    whole, starts = _joined(pages)
    pieces: list[Piece] = []
    begin = 0
    while begin < len(whole):
        end = _end_of_piece(whole, begin, size)
        if text := whole[begin:end].strip():
            first, last = _page_at(starts, begin), _page_at(starts, end - 1)
            pieces.append(Piece(len(pieces) + 1, text, first, last))
        begin = end
    return pieces


def _joined(pages: Sequence[str]) -> tuple[str, list[int]]:
    whole = ""
    starts = []
    for text in map(flowing, pages):
        if whole and text and not re.match(_HAN, text[0]):
            whole += " "
        starts.append(len(whole))
        whole += text
    return whole, starts


def _end_of_piece(text: str, begin: int, size: int) -> int:
    """Behind the first sentence that ends after `size`; else behind a word; else the end."""
    if len(text) - begin <= size * 1.5:
        return len(text)
    for pattern in (_SENTENCE, _WORD):
        found = pattern.search(text, begin + size, begin + size * 2)
        if found is not None and found.end() > begin:
            return found.end()
    following = _WORD.search(text, begin + size)  # a word longer than a piece stays whole
    return following.end() if following else len(text)


def _page_at(starts: list[int], place: int) -> int:
    return max(1, sum(1 for start in starts if start <= place))
