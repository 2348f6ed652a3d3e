"""Tables of the books. Written by `posting`, `seals` and `periods`; the database refuses the rest.

Legs go in before their entry, which the deferred foreign key allows: when the entry comes, a
trigger looks at all of its legs, and once it is there another lets no more legs come.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """A place where money is, or a claim. Only the balance of a row ever changes, by trigger."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20)  # of `chart.Kind`
    currency = models.CharField(max_length=3)
    of = models.CharField(max_length=40, blank=True)
    keeps_balance = models.BooleanField()
    balance = models.BigIntegerField(default=0)
    least = models.BigIntegerField(null=True)
    most = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(least__isnull=True) | Q(balance__gte=F("least")))
                & (Q(most__isnull=True) | Q(balance__lte=F("most"))),
                name="balance_within_bounds",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["of", "kind"], name="accounts_of_somebody")]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """Something that happened to money. Posted twice with one `key`, it stands once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.CharField(max_length=120, unique=True)
    input_digest = models.CharField(max_length=64)  # the same key with other data is an error
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)  # what it is about: numbers of orders, documents
    leg_count = models.PositiveSmallIntegerField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    booked_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["booked_on"], name="entries_of_a_day")]

    def __str__(self) -> str:
        return self.key


class Leg(models.Model):
    """A signed amount on one account: debit above zero, credit below."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="legs")
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="a_leg_moves_something")
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.account_id}"


class UnsealedEntry(models.Model):
    """An entry that waits for its seal; the trigger of the entry writes it."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """An entry's place in the chain of hashes: whoever knows one seal knows all before it."""

    position = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"


class Closing(models.Model):
    """All days up to one are closed: nothing is booked there any more. With the balances then."""

    through = models.DateField(unique=True)
    balances = models.JSONField()  # account key -> balance at the end of that day
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"through {self.through}"
