"""Real texts to search in, and more of them by recombination; the same ones at every run."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_FILES = ("poems", "laws", "multi")  # `made` has copies of them
_SEED = 20_260_101
_LINES = 6  # of a recombined text


@dataclass(frozen=True, slots=True)
class Text:
    """One of them; `pages` where it has real ones."""

    title: str
    category: str
    language: str
    text: str
    pages: tuple[str, ...] = ()


def real_texts(most: int) -> list[Text]:
    """So many of the corpus, if it has so many, of all its kinds."""
    texts = [text for name in _FILES for text in _read(_folder() / f"{name}.jsonl.zst")]
    random.Random(_SEED).shuffle(texts)
    return texts[:most]


def recombined(texts: Sequence[Text], count: int) -> Iterator[Text]:
    """Texts of lines of those, with the title of one and the category of another."""
    chance = random.Random(_SEED + 1)
    lines = [line for text in texts for line in text.text.splitlines() if len(line) > 4]
    for _number in range(count):
        first, second = chance.choice(texts), chance.choice(texts)
        body = "\n".join(chance.choice(lines) for _line in range(_LINES))
        yield Text(first.title, second.category, first.language, body)


def texts_of_size(count: int) -> Iterator[Text]:
    """Real ones first, then recombined ones."""
    texts = real_texts(count)
    yield from texts
    yield from recombined(texts, count - len(texts))


def _folder() -> Path:
    named = os.environ.get("PECIA_CORPUS")
    if not named or not (Path(named) / "text").is_dir():
        sys.exit("PECIA_CORPUS must name a folder with text/*.jsonl.zst")
    return Path(named) / "text"


def _read(path: Path) -> Iterator[Text]:
    words = ["zstd", "-dc", "--long=27", str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            row = json.loads(line)
            language = str(row["lang"]).partition("-")[0]
            yield Text(row["title"], row["category"].partition("/")[0], language, row["text"])
