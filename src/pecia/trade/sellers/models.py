"""Tables of what sellers have earned, and of how it comes to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pecia.kernel.ids import new_token
from pecia.library.public import Document
from pecia.trade.money import Money


class HoldState(models.TextChoices):
    """What has become of a hold; it ends once."""

    OPEN = "open"
    RELEASED = "released"
    CAPTURED = "captured"


class Hold(models.Model):
    """A named reason for which money waits. There is no other way to freeze anything."""

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    taken = models.BigIntegerField(default=0)  # what was moved from available to held
    source = models.CharField(max_length=80)  # which case, which dispute
    reason = models.CharField(max_length=500)  # as the seller reads it
    state = models.CharField(max_length=10, choices=HoldState.choices, default=HoldState.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    review_at = models.DateTimeField()  # when somebody must have looked at it again
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "currency", "source"], name="one_hold_a_source"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="a_hold_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} on {self.seller_id}"


class CreditState(models.TextChoices):
    """Whether what a sale brought may be paid out. It leaves `pending` once."""

    PENDING = "pending"
    AVAILABLE = "available"
    VOIDED = "voided"  # all of it was refunded before it matured


class Credit(models.Model):
    """What one sale brings its seller."""

    line = models.OneToOneField("trade.OrderLine", on_delete=models.PROTECT, related_name="credit")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    taken_back = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=CreditState.choices, default=CreditState.PENDING
    )
    hold = models.ForeignKey(Hold, null=True, on_delete=models.PROTECT, related_name="credits")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back__gte=0, taken_back__lte=F("amount")),
                name="no_more_taken_back_than_given",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="credits_to_mature", condition=Q(state="pending")),
            models.Index(fields=["seller", "state"], name="credits_of_a_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} to {self.seller_id}"


class PayoutDestination(models.Model):
    """Where a seller's money goes. A changed one is a new row, so that payouts keep theirs."""

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    holder = models.CharField(max_length=70)
    account = models.CharField(max_length=40)  # IBAN, or a number within the bank
    bank = models.CharField(max_length=40, blank=True)  # BIC, or the clearing code
    country = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    usable_from = models.DateTimeField()  # some days later: a thief would be in a hurry
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "currency"],
                condition=Q(ended_at__isnull=True),
                name="one_destination_a_currency",
            )
        ]

    def __str__(self) -> str:
        return f"····{self.account[-4:]}"


class BatchState(models.TextChoices):
    """How far a batch of payouts has come."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    DROPPED = "dropped"


class PayoutBatch(models.Model):
    """Payouts that go to the bank in one file, seen by two people."""

    number = models.PositiveBigIntegerField(unique=True)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFTED)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="a_second_person_approves",
            )
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"


class PayoutStage(models.TextChoices):
    """How far a payout has come. `unknown` is asked about and never sent again."""

    REQUESTED = "requested"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Payout(models.Model):
    """So much from a seller's available balance to their bank."""

    number = models.PositiveBigIntegerField(unique=True)
    key = models.CharField(max_length=32, unique=True, default=new_token)  # at the bank, for ever
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    destination = models.ForeignKey(PayoutDestination, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        PayoutBatch, null=True, on_delete=models.PROTECT, related_name="payouts"
    )
    state = models.CharField(
        max_length=10, choices=PayoutStage.choices, default=PayoutStage.REQUESTED
    )
    reason = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    requested_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payout_moves_something")
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "-requested_at"], name="payouts_of")]

    def __str__(self) -> str:
        return f"payout {self.number}"

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)
