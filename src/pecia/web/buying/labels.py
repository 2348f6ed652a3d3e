"""Words for orders and providers."""

from __future__ import annotations

from django.utils.translation import gettext_noop as N_

from pecia.trade.public import OrderState

PROVIDERS = {
    "fake": N_("Demo payment, no money moves"),
    "stripe": N_("Card, wallet or bank (Stripe)"),
    "alipay": N_("Alipay"),
    "wechat": N_("WeChat Pay"),
    "transfer": N_("Bank transfer"),
    "points": N_("Points"),
}
STATES = {
    OrderState.PLACED: N_("Not paid yet"),
    OrderState.FULFILLED: N_("Paid"),
    OrderState.REFUNDED_PART: N_("Paid, a part refunded"),
    OrderState.REFUNDED: N_("Refunded"),
    OrderState.DISPUTED: N_("Taken back by your bank"),
    OrderState.EXPIRED: N_("Not paid in time"),
    OrderState.CANCELLED: N_("Cancelled"),
}
REASONS = {
    "not-available": N_(
        "The document could not be given any more when your payment came. All of it goes back."
    ),
    "time-over": N_("The time for paying was over. What comes later is refunded or fulfilled."),
    "cancelled": N_("You have cancelled it. Nothing was taken."),
}
