"""Languages of documents: their own names, and the codes that HTML wants."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

# What Django's table lacks or names by a region.
_OWN = {"zh": "中文", "und": ""}


def language_name(code: str) -> str:
    """The name of a language in that language; nothing where it is not known."""
    if code in _OWN:
        return _OWN[code]
    entry = LANG_INFO.get(code) or {}
    return str(entry.get("name_local", code))


def language_choices() -> list[tuple[str, str]]:
    """What a publisher may choose from: the common ones first."""
    first = ("zh", "en", "ja", "ko", "de", "fr", "es", "pt", "ru", "it", "ar", "vi", "id", "nl")
    return [(code, language_name(code)) for code in first] + [("und", "—")]


def html_language(code: str) -> str:
    """The `lang` of a text; nothing where it is not known."""
    return {"zh": "zh-hans", "und": ""}.get(code, code)
