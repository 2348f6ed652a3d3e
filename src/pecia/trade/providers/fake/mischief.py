"""What the fake provider does wrong, how often, and when: a keyed hash decides, never luck.

The same seed and the same calls give the same misbehaviour, whatever the time, the process or the
order in which different payments come.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from hashlib import blake2b

_WHOLE = 2.0**64
_SWARM = (0.0, 0.02, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class Mischief:
    """How often each thing happens, from 0 to 1. Nothing happens unless it is asked for."""

    seed: int = 0

    # What buyers do.
    paid_twice: float = 0.0
    wrong_amount: float = 0.0
    wrong_currency: float = 0.0
    late: float = 0.0  # the money comes after the order has expired

    # What becomes of notices; the last six come beside a good one, and must be refused.
    duplicate: float = 0.0
    reordered: float = 0.0
    dropped: float = 0.0  # only asking finds it
    rotated_key: float = 0.0  # signed by a key that is published half a minute later
    wrong_app: float = 0.0
    wrong_seller: float = 0.0
    bad_signature: float = 0.0
    old_timestamp: float = 0.0
    replayed_nonce: float = 0.0
    unknown_key: float = 0.0

    # What becomes of our calls.
    error_after_success: float = 0.0
    timeout: float = 0.0  # nothing seems to be done; half a minute later it is
    silent: float = 0.0  # a question is not answered

    # What becomes of money that we have.
    late_fee: float = 0.0
    slow_refund: float = 0.0
    failed_refund: float = 0.0  # the next one, under another key, does not fail for this reason
    outside_refund: float = 0.0
    chargeback: float = 0.0  # weeks later, when the seller has long been paid
    chargeback_won: float = 0.5  # of those
    slow_payout: float = 0.0
    refused_payout: float = 0.0
    returned_payout: float = 0.0  # after it was paid

    # What is wrong with statements.
    missing_line: float = 0.0
    extra_line: float = 0.0
    shifted_line: float = 0.0  # it stands on the next day's

    def fires(self, what: str, reference: str, count: int = 0) -> bool:
        """Whether it happens to this one, this time. `what` is the name of a rate."""
        rate: float = getattr(self, what)
        return rate > 0 and self._hash(what, reference, count) / _WHOLE < rate

    def pick(self, below: int, what: str, reference: str, count: int = 0) -> int:
        """A number from 0 up to, not including, `below`."""
        return self._hash(f"pick {what}", reference, count) % below

    def span(self, least: timedelta, most: timedelta, what: str, reference: str) -> timedelta:
        """A time between two, in whole seconds."""
        seconds = int((most - least).total_seconds()) + 1
        return least + timedelta(seconds=self.pick(seconds, what, reference))

    def token(self, what: str, reference: str, count: int = 0) -> str:
        """Sixteen letters and digits that nobody else gets."""
        return f"{self._hash(f'token {what}', reference, count):016x}"

    def _hash(self, what: str, reference: str, count: int) -> int:
        words = f"{what}\0{reference}\0{count}".encode()
        key = str(self.seed).encode()
        return int.from_bytes(blake2b(words, key=key, digest_size=8).digest(), "big")


def honest(seed: int = 0) -> Mischief:
    """A provider as it should be."""
    return Mischief(seed=seed)


def adversary(seed: int) -> Mischief:
    """Some misbehaviour, much or none of each kind as the seed says: one kind hides another."""
    plain = Mischief(seed=seed)
    names = [field.name for field in fields(Mischief) if isinstance(field.default, float)]
    rates = {name: _SWARM[plain.pick(len(_SWARM), "rate", name)] for name in names}
    return Mischief(seed=seed, **(rates | {"chargeback_won": 0.5}))
