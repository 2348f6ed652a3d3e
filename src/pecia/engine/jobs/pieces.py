"""The stream of what a child sends, with its end judged."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator
from typing import TypeVar

from pecia.engine import validation
from pecia.engine.errors import ADVICE, Refusal
from pecia.engine.pool.client import Job, Piece
from pecia.engine.pool.protocol import Message
from pecia.engine.validation import Untrustworthy

T = TypeVar("T")

_MAX_PIECES = 10_000
_LAST = ("done", "fonts", "for_light")
_BY_SIGNAL = {signal.SIGXCPU: "time_limit", signal.SIGXFSZ: "output_limit"}


class Died(Exception):
    """The child ended without having finished; another try may help."""


def checked_pieces(job: Job) -> Generator[Piece]:
    """The pieces of a job; descriptors are closed behind the reader.

    Raises `Refusal` when the child, or its end, says why; `Died` when it crashed.
    """
    finished = False
    try:
        for count, piece in enumerate(job):
            if count > _MAX_PIECES:
                raise Untrustworthy("too many messages")
            try:
                if piece.message.get("event") == "refused":
                    raise _refusal(piece.message)
                finished = finished or piece.message.get("event") in _LAST
                yield piece
            finally:
                if piece.fd is not None:
                    os.close(piece.fd)
        _judge(job.outcome(), finished)
        finished = True
    except Untrustworthy as error:
        raise untrusted(error) from error
    finally:
        if not finished:
            job.cancel()
        job.close()


def _refusal(message: Message) -> Refusal:
    code = message.get("code")
    if code not in ADVICE:
        raise Untrustworthy("an unknown code")
    return Refusal(code, validation.clean(message.get("detail", ""), 300))


def _judge(outcome: Message, finished: bool) -> None:
    if outcome.get("state") == "refused":
        raise Refusal("queue_full", "the queue is full")
    killed = outcome.get("killed")
    if killed == "engine_gone":
        raise Died("the zygote died")
    if killed:
        raise Refusal(killed if killed in ADVICE else "render_failed", str(killed))
    number = outcome.get("signal", 0)
    if number in _BY_SIGNAL:
        raise Refusal(_BY_SIGNAL[number], signal.Signals(number).name)
    if number:
        raise Died(signal.Signals(number).name)
    if not finished:
        raise Died(f"exit {outcome.get('exit')}")


def untrusted(error: Untrustworthy) -> Refusal:
    """The refusal of a document whose child sent what no honest child would."""
    return Refusal("render_failed", f"the sandbox sent what it should not: {error}")


def try_again(attempt: Callable[[], T], attempts: int) -> T:
    """Call `attempt` until no child dies in it. Raises `Refusal` after `attempts` deaths."""
    for number in range(1, attempts + 1):
        try:
            return attempt()
        except Untrustworthy as error:
            raise untrusted(error) from error
        except Died as death:
            if number == attempts:
                raise given_up(death, attempts) from death
    raise Refusal("render_failed", "no attempt was allowed")


def given_up(death: Died, attempts: int) -> Refusal:
    """The refusal of a document whose process died each time."""
    return Refusal("render_failed", f"its process died {attempts} times: {death}")
