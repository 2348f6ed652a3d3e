"""Titles asked for by their sound, as Chinese is typed: `chunjianghuayueye` for 春江花月夜.

The letters stand in no text. What answers them is the correction that a page of results makes, out
of the titles that everybody may see; so these must be in the database too.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from bench import library
from bench.texts import Text

_BATCH = 2_000
_TITLE = re.compile("[\u4e00-\u9fff]{3,8}")  # what somebody types at one go


def prepare(texts: Sequence[Text]) -> None:
    """A migrated database of these texts, whose keys are their places from 1 on, and what is
    offered of their titles."""
    from django.core.management import call_command

    from pecia.discovery.suggestions import noting
    from pecia.library.public import Document

    call_command("migrate", verbosity=0)
    library.fill(texts)
    for first in range(1, len(texts) + 1, _BATCH):
        rows = list(Document.objects.filter(pk__gte=first, pk__lt=first + _BATCH).order_by("pk"))
        assert rows[0].title == texts[first - 1].title[:200], "the database was not empty"
        noting.note(rows)


def title_by_sound(texts: Sequence[Text]) -> Callable[[Text, random.Random], str | None]:
    """Makes the sound of a text's title, where no other title sounds like it: of several nobody
    could know which was meant."""
    times = Counter(sound for text in texts if (sound := _sound(text.title)))

    def make(text: Text, _chance: random.Random) -> str | None:
        sound = _sound(text.title)
        return sound if times[sound] == 1 else None

    return make


def _sound(title: str) -> str:
    from pypinyin import lazy_pinyin

    from pecia.discovery import analysis

    folded = analysis.fold(title)
    return "".join(lazy_pinyin(folded)) if _TITLE.fullmatch(folded) else ""
