"""The command `pecia`. Each subcommand is a module that is imported when it is called."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

import pecia
from pecia.kernel.errors import PeciaError
from pecia.ops.texts import gettext as _

OK, SOME_FAILED, USAGE = 0, 1, 2

# name -> (module, what it does)
COMMANDS = {
    "render": ("pecia.ops.render", "turn documents into PDF, page images and text"),
    "inspect": ("pecia.ops.inspect", "say what a file is and what is in it"),
    "doctor": ("pecia.ops.doctor", "say what is installed and whether the sandbox holds"),
    "run": ("pecia.ops.run", "run the whole site on this machine"),
    "serve": ("pecia.ops.serve", "run the web process alone"),
    "work": ("pecia.ops.work", "run a worker"),
    "import": ("pecia.ops.import_folder", "take a folder of files into the library"),
    "create-operator": ("pecia.ops.create_operator", "make somebody an operator of the site"),
    "index": ("pecia.ops.index", "keep the search index up with the library"),
    "reindex": ("pecia.ops.reindex", "build the search index anew"),
    "recommend": ("pecia.ops.recommend", "make the lists of what is read by the same people"),
    "books": ("pecia.ops.books", "say how the books of trade stand, close days, prove them"),
    "verify": ("pecia.ops.verify", "check that rows and files of the site agree"),
    "rebuild": ("pecia.ops.rebuild", "make pages and texts again from the originals"),
    "backup": ("pecia.ops.backup", "copy database and originals into a folder"),
    "restore": ("pecia.ops.restore", "make a site from a backup"),
    "pool": ("pecia.ops.pool", "run the engine for other processes on this machine"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit code: 0, 1 when something failed, 2 for wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    if words and words[0] in COMMANDS:
        return _run(words[0], words[1:])
    parser.parse_args(words)
    parser.print_help(sys.stderr)
    return USAGE


def _run(name: str, words: Sequence[str]) -> int:
    """Run it; what a person can mend is told in a line, without the way through the source."""
    try:
        return int(importlib.import_module(COMMANDS[name][0]).run(words))
    except KeyboardInterrupt:
        return 130
    except PeciaError as error:
        print(f"pecia: {_(error.advice) % error.facts}", file=sys.stderr)
    except ImproperlyConfigured as error:
        print(f"pecia: {error}", file=sys.stderr)
    return USAGE


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:<16} {_(what)}" for name, (_module, what) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="pecia",
        description="Pecia, a self-hosted document exchange.",
        epilog=f"commands:\n{listed}\n\n`pecia COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pecia {pecia.__version__}")
    parser.add_argument("command", choices=list(COMMANDS), help="what to do")
    return parser
