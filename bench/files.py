"""Which files are measured: a fixed random choice, the same in every run over the same corpus."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from pecia.engine.public import SAMPLES

OFFICE = ("docx", "doc", "xlsx", "xls", "pptx", "ppt", "odt", "rtf")
PDF = ("pdf",)
_REPOSITORY = Path(__file__).parents[1]


def corpus_folder(chosen: Path | None) -> Path | None:
    """The folder of real files: as chosen, else PECIA_CORPUS, else beside the repository."""
    named = os.environ.get("PECIA_CORPUS")
    folder = chosen or (Path(named) if named else _REPOSITORY.parent / "shared" / "corpus")
    if (folder / "manifest.jsonl").is_file():
        return folder
    if chosen or named:
        raise SystemExit(f"there is no manifest.jsonl in {folder}")
    return None


def queues(corpus: Path | None, formats: tuple[str, ...]) -> list[Iterator[Path]]:
    """For each format its files, shuffled alike each time; a file that fails is replaced."""
    table = _samples(formats) if corpus is None else _listed(corpus, formats)
    for paths in table.values():
        random.Random(1).shuffle(paths)
    return [iter(paths) for paths in table.values()]


def stage(path: Path, folder: Path, number: int) -> Path:
    """A copy with a plain name, so that nothing is written into the corpus and it is cached."""
    target = folder / f"{number:03}{path.suffix.lower()}"
    shutil.copyfile(path, target)
    return target


def _listed(corpus: Path, formats: tuple[str, ...]) -> dict[str, list[Path]]:
    """Ordinary files only: hostile ones and duplicates say nothing of speed."""
    table: dict[str, list[Path]] = {format_: [] for format_ in formats}
    for line in (corpus / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        ordinary = Path(entry["path"]).parts[0] in ("office", "pdf")
        if ordinary and entry["format"] in table:
            table[entry["format"]].append(corpus / entry["path"])
    return table


def _samples(formats: tuple[str, ...]) -> dict[str, list[Path]]:
    return {format_: sorted(SAMPLES.glob(f"*.{format_}")) for format_ in formats}
