"""Measure the engine beside its peers: the same files, the same run, the same core.

    python -m bench.engine [--files N] [--rounds R] [--only NAME]... [--corpus FOLDER] [--out FILE]

`--only` names a way (cold, unoserver, gotenberg-way, rehearsed, plain) or a part (office, pdf,
throughput, memory); a way alone means the part `office`. The peers come from
scripts/install-bench-peers. It takes minutes, and wants a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import files, latency, machine, measure, memory, table, throughput
from bench.latency import Latency
from bench.peers.cold import Cold
from bench.peers.gotenberg_way import GotenbergWay
from bench.peers.method import Method, Pdfium
from bench.peers.pecia import Pecia
from bench.peers.unoserver_way import Unoserver
from bench.results import PLAIN, REHEARSED, Results
from pecia.engine import language
from pecia.engine.pool.office_installation import program_folder
from pecia.engine.public import Places

_WAYS = ("cold", "unoserver", "gotenberg-way", "rehearsed", "plain")
_PARTS = ("office", "pdf", "throughput", "memory")


def main() -> None:
    """Measure, print the tables, write the JSON."""
    arguments = _arguments()
    cores = sorted(os.sched_getaffinity(0))[-2:]
    measure.pin(cores[:1])
    language.preload()  # a model of the engine's that would else be loaded while we measure
    options = {name: getattr(arguments, name) for name in ("files", "rounds", "only")}
    results = Results(machine.facts(cores, arguments.peers), options)
    with tempfile.TemporaryDirectory(prefix="pecia-bench-files-") as folder:
        _measure(arguments, results, cores, Path(folder))
    results.machine["load after"] = f"{os.getloadavg()[0]:.2f}"
    print(table.markdown(results))
    results.save(arguments.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--files", type=int, default=40, metavar="N", help="office files")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="of each file")
    parser.add_argument("--only", action="append", choices=[*_WAYS, *_PARTS], default=[])
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="with a manifest.jsonl")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", default=Path(".venv-bench"))
    parser.add_argument("--out", type=Path, metavar="FILE", default=Path("bench/results.json"))
    return parser.parse_args()


def _measure(
    arguments: argparse.Namespace, results: Results, cores: list[int], folder: Path
) -> None:
    parts = _wanted(arguments.only, _PARTS, alone=("office",))
    corpus = files.corpus_folder(arguments.corpus)
    if corpus is None:
        _say("no corpus: measuring the bundled samples, which the engine knows by heart")
    if set(parts) - {"pdf"}:
        results.office = _office(arguments, corpus, folder / "office", parts)
    if "pdf" in parts:
        results.pdf = _pdf(arguments, corpus, folder / "pdf")
    measured = results.office.documents if results.office else []
    documents = [folder / "office" / document.staged for document in measured]
    if "throughput" in parts and documents:
        _say("a full queue")
        results.throughput = throughput.run(documents, cores, arguments.rounds)
    if "memory" in parts and documents:
        _say("memory")
        results.memory = memory.run(documents)


def _wanted(only: list[str], all_: tuple[str, ...], alone: tuple[str, ...]) -> list[str]:
    """Those that were named; all when nothing was; `alone` when only other things were."""
    if not only:
        return list(all_)
    return [name for name in all_ if name in only] or list(alone)


def _office(
    arguments: argparse.Namespace, corpus: Path | None, folder: Path, parts: list[str]
) -> Latency:
    """Also where documents are chosen for the parts that follow; those need cold's figures."""
    ways = _wanted(arguments.only, _WAYS, alone=_WAYS if "office" in parts else ("cold", "plain"))
    _say(f"office documents: {', '.join(ways)}")
    queues = files.queues(corpus, files.OFFICE)
    with ExitStack() as stack:
        methods = [stack.enter_context(_method(way, arguments.peers)) for way in ways]
        return latency.run(methods, queues, arguments.files, arguments.rounds, folder)


def _pdf(arguments: argparse.Namespace, corpus: Path | None, folder: Path) -> Latency:
    _say("PDF files")
    count = max(2, arguments.files // 2)
    queues = files.queues(corpus, files.PDF)
    with ExitStack() as stack:
        pecia = [
            stack.enter_context(_method(way, arguments.peers)) for way in ("rehearsed", "plain")
        ]
        return latency.run([Pdfium(), *pecia], queues, count, arguments.rounds, folder)


def _method(way: str, peers: Path) -> Method:
    program = program_folder()
    if program is None:
        raise SystemExit("LibreOffice is not installed; run scripts/install-system-packages")
    if way in ("unoserver", "gotenberg-way") and not (peers / "bin" / "unoserver").exists():
        raise SystemExit(f"unoserver is not in {peers}; run scripts/install-bench-peers")
    match way:
        case "cold":
            return Cold(program)
        case "unoserver":
            return Unoserver(program, peers)
        case "gotenberg-way":
            return GotenbergWay(program, peers)
        case "rehearsed":
            return Pecia(REHEARSED, Places(workers=1, spares=1))
        case _:
            return Pecia(PLAIN, Places(workers=1, spares=0))


def _say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
