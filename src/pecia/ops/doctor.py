"""`pecia doctor`: what is installed, whether the sandbox holds, how fast page 1 is here."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence

from pecia.engine.public import (
    SAMPLES,
    Engine,
    EngineSettings,
    PoolStartError,
    Refusal,
    RenderOptions,
    sandbox_layers,
    system_facts,
)

_TRIALS = 5
_SAMPLES = ("text.docx", "sheet.xlsx", "slides.pptx", "text.pdf")


def run(words: Sequence[str]) -> int:
    """Print the findings; 0 when everything is in order, 1 when something is missing."""
    argparse.ArgumentParser(
        prog="pecia doctor", description="Say what is installed and whether the sandbox holds."
    ).parse_args(words)
    problems = [*_system(), *_layers(), *_speed()]
    print("\nEverything is in order." if not problems else "\nTo do:")
    for problem in problems:
        print(f"- {problem}")
    return 1 if problems else 0


def _system() -> Iterator[str]:
    facts = system_facts()
    print(f"kernel        {facts.kernel}")
    print(f"LibreOffice   {facts.office or 'not found'}")
    if not facts.office:
        yield "install LibreOffice 24.8 or newer: `make install` does it on Debian 12 and 13"
    elif not facts.office_kit:
        print("              is too old to be held warm: one process a document, slower")
        yield f"LibreOffice {facts.office} works, slowly; 24.8 or newer is held warm"
    print(f"fonts         {'all there' if not facts.missing_fonts else 'some missing'}")
    if facts.missing_fonts:
        yield f"install the fonts {', '.join(facts.missing_fonts)}: `make install` does it"


def _layers() -> Iterator[str]:
    for layer, reason in sandbox_layers().items():
        print(f"sandbox       {layer:<18} {'holds' if not reason else 'MISSING: ' + reason}")
        if reason:
            yield f"the sandbox lacks its {layer}: {reason}"


def _speed() -> Iterator[str]:
    try:
        with Engine(EngineSettings()) as engine:
            engine.wait_until_warm()
            print("canary        could not get out")
            for name in _SAMPLES:
                print(f"page 1        {name:<18} {_first_page(engine, name):.0f} ms")
    except (PoolStartError, Refusal) as error:
        yield f"the engine does not work: {error}"


def _first_page(engine: Engine, name: str) -> float:
    """Median milliseconds until page 1 of a sample can be shown."""
    times = []
    for _ in range(_TRIALS):
        time.sleep(0.3)  # as on a site: a rehearsed spare is ready
        rendering = engine.render(SAMPLES / name, options=RenderOptions(pages=(1,)))
        times.append(rendering.timings["first_page_ms"])
    return statistics.median(times)
