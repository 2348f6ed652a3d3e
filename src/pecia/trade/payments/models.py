"""Tables of payments: what we asked of providers, what they told us, and what did not fit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pecia.kernel.ids import new_token
from pecia.trade.money import Money
from pecia.trade.orders.models import Order, OrderLine


class PaymentStage(models.TextChoices):
    """How far a payment has come, as far as we know."""

    CREATED = "created"  # ours; the provider may not know of it yet
    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ENDED = (PaymentStage.FAILED, PaymentStage.CANCELLED, PaymentStage.EXPIRED)


class Payment(models.Model):
    """A try to pay an order at a provider. Sums only grow; each growth is one entry."""

    key = models.CharField(max_length=32, unique=True, default=new_token)  # at the provider
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=120, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=10, choices=PaymentStage.choices, default=PaymentStage.CREATED
    )
    step = models.CharField(max_length=14, blank=True)  # what the buyer does now
    step_value = models.TextField(blank=True)
    captured = models.BigIntegerField(default=0)
    refund_decided = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)  # arrived at the buyer, says the provider
    disputed = models.BigIntegerField(default=0)  # open, or lost
    provider_fee = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)  # when the poller looks again; None: it is over
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(refund_decided__gte=0)
                & Q(captured__gte=F("refund_decided") + F("disputed")),
                name="no_more_back_than_was_captured",
            ),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("refund_decided")), name="decided_before_it_goes_back"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ask_at"], name="payments_to_ask_about", condition=Q(ask_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"payment {self.key}"

    @property
    def money(self) -> Money:
        """What was asked for."""
        return Money(self.amount, self.currency)


class RefundStage(models.TextChoices):
    """How far a refund has come."""

    DECIDED = "decided"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"  # asked about by the same key
    DONE = "done"
    STUCK = "stuck"  # tried too often: a person must look


class Refund(models.Model):
    """So much of a payment goes back. Its key changes only when a try has certainly failed."""

    key = models.CharField(max_length=32, unique=True, default=new_token)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=RefundStage.choices, default=RefundStage.DECIDED
    )
    reference = models.CharField(max_length=120, blank=True)
    is_external = models.BooleanField(default=False)  # made at the provider, not by us
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_moves_something"),
            models.UniqueConstraint(
                fields=["payment", "reference"],
                condition=~Q(reference=""),
                name="one_refund_a_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                name="refunds_to_send",
                condition=Q(next_try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"refund {self.key}"


class Dispute(models.Model):
    """A buyer's bank has taken money back."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    reference = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    covered = models.BigIntegerField()  # of that, what is still the sellers' to lose
    state = models.CharField(max_length=8)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment", "reference"], name="one_dispute_a_reference")
        ]

    def __str__(self) -> str:
        return f"dispute {self.reference}"


class ProviderEvent(models.Model):
    """A verified notice as it came. Stored before it is answered, processed after."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    headers = models.JSONField()
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # None: it is processed, or nobody's
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="an_event_comes_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="events_to_process", condition=Q(due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class UsedNonce(models.Model):
    """A nonce of a notice; kept longer than a notice may be old."""

    provider = models.CharField(max_length=20)
    nonce = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "nonce"], name="a_nonce_comes_once")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="nonces_by_age")]

    def __str__(self) -> str:
        return f"{self.provider} {self.nonce}"


class StatementRow(models.Model):
    """A line of a provider's account of a day."""

    provider = models.CharField(max_length=20)
    day = models.DateField()
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    reference = models.CharField(max_length=120)
    key = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "day", "ordinal"], name="a_line_of_a_statement_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["provider", "reference"], name="lines_about")]

    def __str__(self) -> str:
        return f"{self.provider} {self.day} {self.ordinal}"


class Difference(models.Model):
    """Something that the provider says and the books do not, or the other way round.

    It has an owner and a day by which it is explained; it ends by a note, never by deletion.
    """

    provider = models.CharField(max_length=20)
    day = models.DateField()
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=120)  # a reference at the provider, or a key of ours
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    changes = models.PositiveIntegerField(default=0)  # of the amount, since it was found
    note = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "code", "about"], name="a_difference_is_listed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"
