"""Names that can't be guessed, and numbers that people can say."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F

from pecia.kernel.models import NumberSeries

FIRST_NUMBER = 10_001


def new_token() -> str:
    """128 bits of chance, safe in a URL and in a file name."""
    return secrets.token_hex(16)


def new_handle() -> str:
    """A short public name for somebody who has not chosen one."""
    return "u" + secrets.token_hex(5)


def next_number(series: str) -> int:
    """The next number of that series; never given twice, also when the caller rolls back later.

    Must run inside the transaction that uses the number.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(name=series, defaults={"next_number": FIRST_NUMBER})
        NumberSeries.objects.filter(name=series).update(next_number=F("next_number") + 1)
        return NumberSeries.objects.get(name=series).next_number - 1
