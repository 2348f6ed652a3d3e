"""Tables of prices and of what is taken off them. A changed price is a new row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pecia.library.public import Collection, Document
from pecia.trade.money import Money


class Price(models.Model):
    """What a document costs in one currency, from when until when."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    is_floor = models.BooleanField(default=False)  # pay what you want, from here on
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "currency"],
                condition=Q(ended_at__isnull=True),
                name="one_price_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(is_floor=True, amount=0),
                name="a_price_is_above_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} for {self.document_id}"

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)


class BundlePrice(models.Model):
    """What a whole collection costs; its documents share it as their prices are."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "currency"],
                condition=Q(ended_at__isnull=True),
                name="one_bundle_price_a_currency",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_bundle_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} for collection {self.collection_id}"


class FeeSchedule(models.Model):
    """What the operator keeps of a sale, announced before it holds. None: nothing is kept."""

    version = models.PositiveIntegerField(unique=True)
    basis_points = models.PositiveIntegerField()  # of the price: 250 are 2.5 %
    reason = models.CharField(max_length=500)
    announced_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(basis_points__lte=10_000), name="a_fee_is_a_part_of_the_price"
            )
        ]

    def __str__(self) -> str:
        return f"schedule {self.version}: {self.basis_points / 100:g} %"


class Coupon(models.Model):
    """Something off, for whoever knows the code; the seller gives it."""

    code = models.CharField(max_length=24, unique=True)
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    percent_off = models.PositiveSmallIntegerField()
    uses_left = models.PositiveIntegerField()
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent_off__gte=1, percent_off__lte=100), name="a_coupon_takes_off"
            )
        ]

    def __str__(self) -> str:
        return self.code
