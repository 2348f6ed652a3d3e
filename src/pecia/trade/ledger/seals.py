"""The chain of hashes over entries.

Entries are sealed in the order in which the sealer finds them, soon after they were written, so
that writers do not wait for each other. A seal covers the seal before it: whoever keeps one, on
paper or elsewhere, can prove every entry up to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction

from pecia.kernel import clock
from pecia.trade.ledger.models import Entry, Leg, Seal, UnsealedEntry
from pecia.trade.ledger.posting import canonical

START = "0" * 64
BATCH = 500
SLOWEST = timedelta(minutes=10)  # within which every entry is sealed


def seal_entries(limit: int = BATCH) -> int:
    """Seal entries that wait; returns how many. Of two sealers at once one gives way."""
    waiting = UnsealedEntry.objects.order_by("entry__at", "entry_id")
    entries = list(Entry.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:limit])))
    if not entries:
        return 0
    entries.sort(key=lambda entry: (entry.at, entry.pk))
    try:
        with transaction.atomic():
            Seal.objects.bulk_create(_seals(entries))
            UnsealedEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    except IntegrityError:
        return 0
    return len(entries)


def broken_seals() -> Iterator[Seal]:
    """Seals that do not fit what they seal, in order; after the first one none can be trusted."""
    before, expected = START, 1
    seals = Seal.objects.select_related("entry").order_by("position")
    for batch in _batches(seals.iterator(chunk_size=BATCH)):
        legs = _legs_of([seal.entry for seal in batch])
        for seal in batch:
            fits = seal.position == expected
            if not fits or seal.digest != _digest(before, seal.entry, legs[seal.entry_id]):
                yield seal
            before, expected = seal.digest, seal.position + 1


def unsealed_too_long() -> int:
    """How many entries should have been sealed long ago."""
    return UnsealedEntry.objects.filter(entry__at__lt=clock.now() - SLOWEST).count()


def _seals(entries: Sequence[Entry]) -> list[Seal]:
    last = Seal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, START)
    legs = _legs_of(entries)
    made = []
    for entry in entries:
        position, digest = position + 1, _digest(digest, entry, legs[entry.pk])
        made.append(Seal(position=position, entry=entry, digest=digest))
    return made


def _legs_of(entries: Sequence[Entry]) -> dict[object, list[tuple[str, int]]]:
    legs: dict[object, list[tuple[str, int]]] = {entry.pk: [] for entry in entries}
    rows = Leg.objects.filter(entry__in=entries).values_list("entry_id", "account__key", "amount")
    for entry_id, key, amount in rows:
        legs[entry_id].append((key, amount))
    return legs


def _digest(before: str, entry: Entry, legs: list[tuple[str, int]]) -> str:
    told = [
        before,
        str(entry.pk),
        entry.key,
        entry.kind,
        entry.facts,
        str(entry.corrects_id or ""),
        entry.made_by_id,
        entry.booked_on.isoformat(),
        entry.at.isoformat(),
        sorted(legs),
    ]
    return hashlib.sha256(canonical(told)).hexdigest()


def _batches(seals: Iterator[Seal]) -> Iterator[list[Seal]]:
    batch: list[Seal] = []
    for seal in seals:
        batch.append(seal)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
