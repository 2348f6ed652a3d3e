"""Tables of orders. What was promised is frozen in them: price, terms, licence, offer card."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pecia.kernel.ids import new_token
from pecia.library.public import Document, Edition
from pecia.trade.money import Money
from pecia.trade.offers.models import Coupon, Price


class OrderState(models.TextChoices):
    """How far an order has come."""

    PLACED = "placed"
    FULFILLED = "fulfilled"
    REFUNDED_PART = "refunded_part"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # by the buyer before paying, or nothing of it could be given


OPEN_TO_REFUND = (OrderState.FULFILLED, OrderState.REFUNDED_PART, OrderState.DISPUTED)


class Order(models.Model):
    """Somebody wants documents at a price that is theirs until it expires."""

    number = models.PositiveBigIntegerField(unique=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)  # a guest's pass, too
    key = models.CharField(max_length=64, unique=True)  # of the caller: asked twice, made once
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    account_of = models.CharField(max_length=40)  # in the books, also when a guest joins later
    email = models.EmailField(blank=True)  # of a guest; cleared when they ask for it
    language = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)  # decided to go back, of what was sold
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.PLACED)
    reason = models.CharField(max_length=40, blank=True)  # why it ended otherwise than wanted
    terms_version = models.CharField(max_length=20)
    fee_version = models.PositiveIntegerField()
    fee_basis_points = models.PositiveIntegerField()
    paid_with = models.ForeignKey(
        "trade.Payment", null=True, on_delete=models.PROTECT, related_name="+"
    )
    coupon = models.ForeignKey(Coupon, null=True, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveBigIntegerField(default=0)  # that are bought with it
    is_gift = models.BooleanField(default=False)
    gift_code = models.CharField(max_length=32, null=True, unique=True)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(total__gte=0), name="an_order_is_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("total")),
                name="no_more_back_than_was_paid",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-placed_at"], name="orders_of_a_buyer"),
            models.Index(
                fields=["expires_at"], name="orders_to_expire", condition=Q(state="placed")
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.number}"

    @property
    def money(self) -> Money:
        """The total with its currency."""
        return Money(self.total, self.currency)


class OrderLine(models.Model):
    """One document of an order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    price = models.ForeignKey(Price, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    fee = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    fee_refunded = models.BigIntegerField(default=0)
    licence = models.CharField(max_length=20)
    agreement = models.JSONField()  # the licence in ODRL, as it was when it was bought
    card = models.JSONField()  # the offer card as the buyer saw it
    sold_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "document"], name="once_in_an_order"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, fee__gte=0, fee__lte=F("amount")),
                name="a_fee_within_the_amount",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount"))
                & Q(fee_refunded__gte=0, fee_refunded__lte=F("fee")),
                name="no_more_back_than_the_line",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "-sold_at"], name="sales_of_a_seller")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.order_id}"

    @property
    def source(self) -> str:
        """The name under which the entitlement stands."""
        return f"order-line:{self.pk}"


class ReturnRequest(models.Model):
    """A buyer wants their money back and nothing proves them right: a person decides, in time."""

    line = models.OneToOneField(OrderLine, on_delete=models.PROTECT, related_name="return_request")
    words = models.CharField(max_length=500)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    is_granted = models.BooleanField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"return of {self.line_id}"


class Invoice(models.Model):
    """The number of an order's invoice: a series without a gap, given when the sale is done."""

    number = models.PositiveBigIntegerField(primary_key=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invoice {self.number}"
