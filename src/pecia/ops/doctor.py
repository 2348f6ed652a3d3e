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
from pecia.ops.texts import gettext as _
from pecia.ops.texts import padded

_TRIALS = 5
_SAMPLES = ("text.docx", "sheet.xlsx", "slides.pptx", "text.pdf")


def run(words: Sequence[str]) -> int:
    """Print the findings; 0 when everything is in order, 1 when something is missing."""
    argparse.ArgumentParser(
        prog="pecia doctor", description=_("Say what is installed and whether the sandbox holds.")
    ).parse_args(words)
    problems = [*_system(), *_layers(), *_speed()]
    print("\n" + (_("To do:") if problems else _("Everything is in order.")))
    for problem in problems:
        print(f"- {problem}")
    return 1 if problems else 0


def _system() -> Iterator[str]:
    facts = system_facts()
    _say(_("kernel"), facts.kernel)
    _say("LibreOffice", facts.office or _("not found"))
    if not facts.office:
        yield _("install LibreOffice 24.8 or newer: `make install` does it on Debian 12 and 13")
    elif not facts.office_kit:
        _say("", _("is too old to be held warm: one process a document, slower"))
        slow = _("LibreOffice %(version)s works, slowly; 24.8 or newer is held warm")
        yield slow % {"version": facts.office}
    _say(_("fonts"), _("some missing") if facts.missing_fonts else _("all there"))
    if facts.missing_fonts:
        install = _("install the fonts %(fonts)s: `make install` does it")
        yield install % {"fonts": ", ".join(facts.missing_fonts)}


def _layers() -> Iterator[str]:
    for layer, reason in sandbox_layers().items():
        holds = _("MISSING: %(reason)s") % {"reason": reason} if reason else _("holds")
        _say(_("sandbox"), f"{layer:<18} {holds}")
        if reason:
            lacks = _("the sandbox lacks its %(layer)s: %(reason)s")
            yield lacks % {"layer": layer, "reason": reason}


def _speed() -> Iterator[str]:
    try:
        with Engine(EngineSettings()) as engine:
            engine.wait_until_warm()
            _say(_("canary"), _("could not get out"))
            for name in _SAMPLES:
                _say(_("page 1"), f"{name:<18} {_first_page(engine, name):.0f} ms")
    except (PoolStartError, Refusal) as error:
        yield _("the engine does not work: %(error)s") % {"error": error}


def _say(about: str, what: str) -> None:
    print(f"{padded(about, 13)} {what}")


def _first_page(engine: Engine, name: str) -> float:
    """Median milliseconds until page 1 of a sample can be shown."""
    times = []
    for _trial in range(_TRIALS):
        time.sleep(0.3)  # as on a site: a rehearsed spare is ready
        rendering = engine.render(SAMPLES / name, options=RenderOptions(pages=(1,)))
        times.append(rendering.timings["first_page_ms"])
    return statistics.median(times)
