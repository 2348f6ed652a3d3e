"""Texts for people, in the language of the person's system: English, or Simplified Chinese.

Translations lie in `pecia/locale`; `scripts/compile-translations` makes what is read here.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "locale"


def gettext(text: str) -> str:
    """The text in the person's language."""
    return _translations().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that count."""
    return _translations().ngettext(one, many, count)


def language() -> str:
    """The language of the texts, as HTML names it."""
    return "zh-Hans" if _wanted().startswith("zh") else "en"


def _wanted() -> str:
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "en")


def _translations() -> NullTranslations:
    return _load(language())


@cache
def _load(name: str) -> NullTranslations:
    return translation("pecia", _FOLDER, [name.replace("-", "_")], fallback=name == "en")
