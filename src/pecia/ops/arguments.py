"""Parsing of what people write on the command line of several commands."""

from __future__ import annotations

import argparse
import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def page_numbers(text: str) -> tuple[int, ...]:
    """`1-3,7` as numbers. Raises `argparse.ArgumentTypeError`."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise argparse.ArgumentTypeError(f"{text!r}: write pages as 1-3 or 1,4,7")
        span = range(int(first), int(last or first) + 1)
        if int(first) < 1 or not span or len(span) > 10_000:
            raise argparse.ArgumentTypeError(f"{text!r}: pages count from 1, upwards")
        numbers += span
    return tuple(numbers)


def positive(text: str) -> int:
    """A whole number above zero. Raises `argparse.ArgumentTypeError`."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero")
    return int(text)


def files_in(paths: Iterable[str]) -> Iterator[Path]:
    """Files, the files in folders and what patterns match, each once, in a stable order.

    A path that matches nothing is passed on, so that it can be reported as unreadable.
    """
    seen: set[Path] = set()
    for text in paths:
        for path in _expanded(text):
            if path not in seen:
                seen.add(path)
                yield path


def _expanded(text: str) -> Iterator[Path]:
    path = Path(text)
    if path.is_dir():
        for folder, names, files in os.walk(path):
            names.sort()
            yield from (Path(folder) / name for name in sorted(files) if not name.startswith("."))
    elif not path.exists() and (matches := sorted(glob.glob(text, recursive=True))):  # noqa: PTH207
        for match in matches:
            yield from _expanded(match)
    else:
        yield path
