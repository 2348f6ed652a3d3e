"""The Office and PDF files of the corpus as texts by page: made by the engine once, kept in `out`.

python -m bench.converted
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from bench.files import corpus_folder
from bench.texts import Text, texts_of_size
from pecia.engine.public import Engine, EngineSettings, Refusal, Rendering, RenderOptions

_KEPT = Path(__file__).parents[1] / "out" / "converted.jsonl"
_FOLDERS = ("office", "pdf")
_OPTIONS = RenderOptions(pages=(1,), width=200)  # the text is wanted, of every page
_WORKERS = 2


def main() -> None:
    """Convert what is not converted yet; say how many there are."""
    texts = converted_texts()
    print(f"{len(texts)} files, {sum(len(text.pages) for text in texts)} pages")


def texts_and_files(count: int, *, converted: bool) -> Iterator[Text]:
    """So many texts of the corpus, and behind them, if asked for, its converted files."""
    return chain(texts_of_size(count), converted_texts() if converted else ())


def converted_texts() -> list[Text]:
    """Every file that the engine takes; converted now, if that has not been done before."""
    if not _KEPT.exists():
        _KEPT.parent.mkdir(exist_ok=True)
        written = _KEPT.with_suffix(".new")
        with written.open("w") as rows:
            rows.writelines(_converted(sorted(_files())))
        written.rename(_KEPT)
    return [_text(json.loads(row)) for row in _KEPT.read_text().splitlines()]


def _files() -> Iterable[Path]:
    corpus = corpus_folder(None)
    if corpus is None:
        raise SystemExit("PECIA_CORPUS must name a folder with office and pdf")
    return (path for name in _FOLDERS for path in (corpus / name).rglob("*") if path.is_file())


def _converted(paths: list[Path]) -> Iterator[str]:
    with Engine(EngineSettings()) as engine, ThreadPoolExecutor(_WORKERS) as threads:
        for row in threads.map(lambda path: _row(engine, path), paths):
            if row:
                yield json.dumps(row, ensure_ascii=False) + "\n"


def _row(engine: Engine, path: Path) -> dict[str, object] | None:
    try:
        rendering = engine.render(path, options=_OPTIONS)
    except Refusal as refusal:
        print(f"{path.name}: {refusal.code}", flush=True)
        return None
    shutil.rmtree(rendering.folder)
    return _facts(path, rendering)


def _facts(path: Path, rendering: Rendering) -> dict[str, object]:
    return {
        "title": rendering.facts.metadata.title or path.stem,
        "category": path.suffix,
        "language": rendering.language,
        "pages": [page.replace("\0", "") for page in rendering.text],
    }


def _text(row: dict[str, Any]) -> Text:
    pages = tuple(row["pages"])
    return Text(row["title"], row["category"], row["language"], "\n".join(pages), pages)


if __name__ == "__main__":
    main()
