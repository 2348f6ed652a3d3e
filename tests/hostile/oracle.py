"""What must hold for every hostile file, whatever became of it."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from pecia.engine.public import (
    ADVICE,
    SAMPLES,
    SEVERITY,
    Engine,
    Refusal,
    Rendering,
    RenderOptions,
    refusal_report,
    rendering_report,
)
from tests.hostile.model import CANARY_FILE, CANARY_TEXT, PASSWD_CANARY, Case
from tests.hostile.surroundings import Surroundings, children_of

WALL_SECONDS = 20.0
SLACK_SECONDS = 8.0  # of the trusted side, and of a machine that does other things too
OPTIONS = RenderOptions(pages=(1, 2), max_pages=200)
CLEAN = SAMPLES / "text.docx"
_RESULT = re.compile(r"document\.pdf|first-page\.jpg|page-\d{4}(-small)?\.webp")
# What no line of a report needs: C0 and C1 controls, line ends, bidirectional and invisible signs.
_SPOOFING = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Result:
    """How a case ended: `code` is `ok` or a refusal's."""

    code: str
    seconds: float
    source: Path
    data: bytes
    folder: Path
    rendering: Rendering | None
    refusal: Refusal | None

    @property
    def findings(self) -> set[str]:
        """Codes of what was found; empty when it was refused."""
        return {found.code for found in self.rendering.findings} if self.rendering else set()


def run(engine: Engine, case: Case, folder: Path) -> Result:
    """Render a case under a safe file name, told the engine under its own."""
    source, into = folder / "source", folder / "into"
    data = case.build()
    source.write_bytes(data)
    rendering, refusal, started = None, None, time.monotonic()
    try:
        rendering = engine.render(source, into=into, name=case.name, options=OPTIONS)
    except Refusal as error:
        refusal = error
    code = refusal.code if refusal else "ok"
    return Result(code, time.monotonic() - started, source, data, into, rendering, refusal)


def judge(case: Case, result: Result) -> None:
    """The expectation of one case."""
    assert result.code in case.outcomes, f"{result.code}: {result.refusal or result.findings}"
    if result.rendering:
        assert case.findings <= result.findings


def judge_always(engine: Engine, case: Case, result: Result, around: Surroundings) -> None:
    """The universal oracle."""
    assert result.seconds < WALL_SECONDS + SLACK_SECONDS
    assert result.refusal is None or (result.code in ADVICE and result.refusal.advice)
    assert result.findings <= set(SEVERITY)
    assert around.visitors() == []
    assert around.strangers() == []
    assert result.source.read_bytes() == result.data
    assert unexpected_files(result) == []
    assert leaks(case, result) == []
    assert spoofed_strings(result) == []
    assert at_rest(engine)


def unexpected_files(result: Result) -> list[str]:
    """Names beside the source, or among the results, that nobody documented."""
    beside = {path.name for path in result.source.parent.iterdir()} - {"source", "into"}
    results = result.folder.rglob("*") if result.folder.exists() else ()
    wrong = {str(p) for p in results if not _RESULT.fullmatch(p.name) or not p.is_file()}
    return sorted(beside | wrong)


def leaks(case: Case, result: Result) -> list[str]:
    """Outputs that hold a canary; the file itself, where it is its own PDF, is no output."""
    secrets = {CANARY_TEXT, PASSWD_CANARY, *([case.canary] if case.canary else [])}
    outputs = {"report": report(result), **dict(_text_outputs(result))}
    found = [where for where, text in outputs.items() if any(s in text for s in secrets)]
    files = result.folder.iterdir() if result.folder.exists() else ()
    for path in files:
        content = _unpacked(path)
        if any(spelling in content for s in secrets for spelling in _spellings(s)):
            found.append(path.name)
    return found


def report(result: Result) -> str:
    """What other programs would read of the outcome."""
    if result.rendering:
        record = rendering_report(result.source, result.rendering)
    else:
        record = refusal_report(result.source, result.refusal or Refusal("render_failed"))
    # A document may well show the address of the canary's file: only its content is a secret.
    return json.dumps(record, ensure_ascii=False).replace(CANARY_FILE, "")


def _text_outputs(result: Result) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(result.rendering.text if result.rendering else (), 1):
        yield f"text of page {number}", text


def _unpacked(path: Path) -> bytes:
    """The bytes of a result and, of a PDF, of all that is packed in it."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        return data
    plain = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(
            plain,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return data + plain.getvalue()


def _spellings(secret: str) -> tuple[bytes, bytes]:
    """As it stands in a file, and in a PDF's string that is not Latin."""
    return secret.encode(), secret.encode("utf-16-be").hex().encode()


def spoofed_strings(result: Result) -> list[str]:
    """Strings for people that hold signs by which one text passes for another."""
    if result.rendering is None:
        return [s for s in [result.refusal.detail if result.refusal else ""] if _SPOOFING.search(s)]
    facts = result.rendering.facts
    strings = [found.detail for found in result.rendering.findings]
    strings += [facts.metadata.title, facts.metadata.author, facts.metadata.producer]
    strings += [*facts.hidden.people, *facts.hidden.hidden_sheets, *facts.fonts_missing]
    return [string for string in strings if _SPOOFING.search(string)]


def at_rest(engine: Engine, patience: float = 3.0) -> bool:
    """Whether every zygote has buried its job: nothing works, and only spares are left."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        figures = engine.health().values()
        spares = engine.settings.places.spares
        calm = all(f["working"] == 0 and f["queued"] == 0 for f in figures)
        if calm and all(len(children_of(f["pid"])) <= spares for f in figures):
            return True
        time.sleep(0.02)
    return False


def fingerprint(engine: Engine, folder: Path) -> dict[str, bytes]:
    """The clean sample rendered: its text and the bytes of its pictures."""
    rendering = engine.render(CLEAN, into=folder, options=OPTIONS)
    pictures = {path.name: path.read_bytes() for path in folder.glob("page-*")}
    return {"text": "\f".join(rendering.text).encode(), **pictures}
