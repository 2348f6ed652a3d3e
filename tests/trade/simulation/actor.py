"""One process of a simulated market: it acts until it is stopped, or killed.

    python -m tests.trade.simulation.actor populate SEED STARTED
    python -m tests.trade.simulation.actor act SEED STARTED NUMBER OPERATIONS
    python -m tests.trade.simulation.actor reckon SEED STARTED

What it has done is counted in a file, so that a kill does not make it forget.
"""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

from tests.trade.simulation.world import populate, setup_site, simulated_time

if TYPE_CHECKING:
    from pathlib import Path


def main() -> None:
    what, seed, started = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    setup_site(seed)
    with simulated_time(started):
        if what == "populate":
            populate()
        elif what == "act":
            act(seed, int(sys.argv[4]), int(sys.argv[5]))
        else:
            from tests.trade.simulation.reckoning import reckon

            print(reckon())


def act(seed: int, number: int, operations: int) -> None:
    """Do so many random things, with the chores of a worker in between."""
    from django.conf import settings

    from pecia.kernel.errors import PeciaError
    from pecia.trade.chores import QUICK, SLOW
    from pecia.trade.payments.bringing import bring_fake_notices
    from tests.trade.simulation.acts import ACTS, Nothing

    chores = [chore for chore in (*QUICK, *SLOW) if chore is not bring_fake_notices]
    weights, acts = zip(*ACTS, strict=True)
    count: Path = settings.DATA / f"count-{number}"
    done = int(count.read_text()) if count.exists() else 0
    chance = Random(f"{seed} {number} {done}")  # after a kill it goes on otherwise
    while done < operations:
        try:
            if chance.random() < 0.25:
                chance.choice(chores)()
            else:
                chance.choices(acts, weights)[0](chance)
        except (PeciaError, Nothing, ValueError) as error:
            _require_lawful(error)
        done += 1
        if done % 20 == 0 or done == operations:
            count.write_text(str(done))


def _require_lawful(error: Exception) -> None:
    """A refusal that people may meet; never one of the books."""
    if getattr(error, "code", "") in ("books_refuse", "key_reused"):
        raise error


main()
