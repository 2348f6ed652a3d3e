"""`pecia books`: how the books stand; seal, rebuild, close, and prove them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from pecia.trade.public import BooksState


def run(words: Sequence[str]) -> int:
    """Do what was asked; 1 when a seal does not fit."""
    asked = _parser().parse_args(words)
    set_up()
    return _ACTS[asked.act](asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia books",
        description=_("Say how the books stand; rebuild balances, close days, prove the chain."),
    )
    parser.add_argument("act", nargs="?", choices=list(_ACTS), default="show")
    parser.add_argument("--through", type=date.fromisoformat, help=_("the last day to close"))
    parser.add_argument("--seal", help=_("a seal that was written down, to be found again"))
    return parser


def _show(_asked: argparse.Namespace) -> int:
    from pecia.trade.public import Money, books_state

    state = books_state()
    for (kind, currency), amount in state.balances.items():
        print(f"{kind:<28} {Money(amount, currency).decimal:>16} {currency}")
    print(_("%(count)d entries, %(unsealed)d of them not sealed yet") % _counts(state))
    if state.head:
        print(_("seal %(position)d: %(head)s") % _counts(state))
    return 0


def _rebuild(_asked: argparse.Namespace) -> int:
    from pecia.trade.public import rebuild_balances

    print(_("%(count)d balances were wrong and are right now") % {"count": rebuild_balances()})
    return 0


def _close(asked: argparse.Namespace) -> int:
    from pecia.trade.public import close_period

    if asked.through is None:
        print(_("pecia: say up to which day, as --through 2026-06-30"), file=sys.stderr)
        return 2
    try:
        close_period(asked.through)
    except ValueError:
        print(_("pecia: that day is not over"), file=sys.stderr)
        return 2
    print(_("closed up to %(day)s") % {"day": asked.through.isoformat()})
    return 0


def _prove(asked: argparse.Namespace) -> int:
    """Whether the chain is whole, and whether a seal that somebody kept is in it."""
    from pecia.trade.public import Seal, broken_seals, seal_entries

    while seal_entries():
        pass
    broken = next(broken_seals(), None)
    if broken is not None:
        print(_("the chain is broken at entry %(position)d") % {"position": broken.position})
        return 1
    if asked.seal:
        found = Seal.objects.filter(digest=asked.seal.replace(" ", "").lower()).first()
        if found is None:
            print(_("no entry has that seal: the books are not those that it was taken from"))
            return 1
        print(_("that is the seal of entry %(position)d") % {"position": found.position})
    print(_("%(count)d seals fit their entries") % {"count": Seal.objects.count()})
    return 0


def _counts(state: BooksState) -> dict[str, object]:
    return {
        "count": state.entries,
        "unsealed": state.unsealed,
        "position": state.head_position,
        "head": state.head,
    }


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "show": _show,
    "rebuild": _rebuild,
    "close": _close,
    "prove": _prove,
}
