"""The language of a text: by its script where that decides, else by its letter sequences."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

# Languages in which documents are written in numbers; the model knows many more, and takes short
# English for some of them.
_WRITTEN = (
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk",
    "km", "kn", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "no", "ne", "nl", "nn", "pa", "pl",
    "ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr",
    "ug", "uk", "ur", "vi", "xh", "zu",
)  # fmt: skip
_ENOUGH = 20  # letters
_KANA = range(0x3040, 0x3100)
_HANGUL = range(0xAC00, 0xD7A4)
_HAN = range(0x4E00, 0xA000)


def identify(text: str) -> str:
    """ISO 639-1, or `und` when there is too little text to tell."""
    letters = [character for character in text[:20_000] if character.isalpha()]
    if len(letters) < _ENOUGH:
        return "und"
    codes = [ord(character) for character in letters]
    kana, hangul, han = (sum(c in block for c in codes) for block in (_KANA, _HANGUL, _HAN))
    if kana > len(codes) * 0.05 and kana > han * 0.08:
        return "ja"
    if hangul > len(codes) * 0.2:
        return "ko"
    if han > len(codes) * 0.2:
        return "zh"
    return str(_classify(text[:8_000]))


def preload() -> None:
    """Load the model, half a second that the first document need not wait for."""
    _classify("")


def _classify(text: str) -> str:
    return str(_classifier()(text)[0])


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid  # heavy, and not needed for East Asian texts

    py3langid.set_languages(list(_WRITTEN))
    return cast("Callable[[str], tuple[str, float]]", py3langid.classify)
