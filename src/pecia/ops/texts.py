"""Texts for people, in the language of the person's system: English, or Simplified Chinese.

Translations lie in `pecia/locale`, in the one catalogue that the site reads too;
`scripts/compile-translations` makes what is read here.
Texts have named placeholders, so that a translation may put them in another order.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from unicodedata import east_asian_width

_FOLDER = Path(__file__).parents[1] / "locale"
_UNSET = ("C", "POSIX")


def gettext(text: str) -> str:
    """The text in the person's language."""
    return _translations().gettext(text) if text else ""  # "" would give the catalogue's header


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that count."""
    return _translations().ngettext(one, many, count)


def N_(text: str) -> str:
    """The text as it is; marks it as one that is translated where it is shown."""
    return text


def language() -> str:
    """The language of the texts, as HTML names it."""
    return "zh-Hans" if _wanted().startswith("zh") else "en"


def padded(text: str, width: int) -> str:
    """The text and blanks up to that many columns of a terminal; a Han character takes two."""
    taken = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(0, width - taken)


def _wanted() -> str:
    """As GNU gettext decides: `LANGUAGE` counts only where a locale is set at all."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := os.environ.get(name))), "C")
    if locale.partition(".")[0] in _UNSET:
        return "en"
    asked = os.environ.get("LANGUAGE", "").split(":")
    return next((name for name in asked if name[:2] in ("en", "zh")), locale)


def _translations() -> NullTranslations:
    return _load(language())


@cache
def _load(name: str) -> NullTranslations:
    return translation("django", _FOLDER, [name.replace("-", "_")], fallback=True)
