"""Marked texts are escaped, finds and all."""

from __future__ import annotations

from pecia.web.search.page import Piece
from pecia.web.templatetags.pecia_finds import finds


def test_finds_are_marked_and_everything_is_escaped() -> None:
    pieces = (Piece("a <b> "), Piece("<script>", is_find=True), Piece(" & c"))
    assert finds(pieces) == "a &lt;b&gt; <mark>&lt;script&gt;</mark> &amp; c"
    assert finds(()) == ""
