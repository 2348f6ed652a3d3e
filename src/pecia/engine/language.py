"""The language of a text: by its script where that decides, else by its letter sequences."""

from __future__ import annotations

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
    import py3langid  # heavy, and not needed for East Asian texts

    return str(py3langid.classify(text)[0])
