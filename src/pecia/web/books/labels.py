"""Words of accounts, batches and differences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from pecia.trade.public import BatchState

KINDS = {
    "clearing": N_("At the payment service"),
    "bank": N_("Bank"),
    "disputed": N_("Taken back by banks, undecided"),
    "buyer": N_("Paid by buyers, nothing bought yet"),
    "refund_due": N_("Refunds on their way"),
    "seller_pending": N_("Sellers, within the hold period"),
    "seller_available": N_("Sellers, available"),
    "seller_held": N_("Sellers, held"),
    "seller_debt": N_("Sellers, owed to the site"),
    "payout_transit": N_("Payouts on their way"),
    "points_wallet": N_("Points of members"),
    "points_issued": N_("Points issued"),
    "points_sold": N_("Points sold"),
    "fee_income": N_("Service fees"),
    "tax_withheld": N_("Tax withheld"),
    "provider_fees": N_("Fees of payment services"),
    "dispute_losses": N_("Lost to disputes"),
    "suspense": N_("Suspense"),
}
BATCHES = {
    BatchState.DRAFTED: ("wait", N_("Drafted")),
    BatchState.APPROVED: ("ok", N_("Approved")),
    BatchState.SENT: ("ok", N_("Sent to the bank")),
    BatchState.DROPPED: ("bad", N_("Dropped")),
}
DIFFERENCES = {
    "wrong_currency": N_("Paid in a currency that was not asked for"),
    "refund_stuck": N_("A refund that the payment service does not take"),
    "refund_overdrawn": N_("More was refunded than had been paid"),
    "notice_of_nobody": N_("A notice about no payment of ours"),
    "missing_in_books": N_("On the statement, not in the books"),
    "missing_in_statement": N_("In the books, not on the statement"),
    "other_amount": N_("Another amount on the statement than in the books"),
}


def kind_label(kind: str) -> str:
    """An account's kind in words, with whose it is."""
    name, _colon, of = kind.partition(":")
    words = _(KINDS[name]) if name in KINDS else name
    return f"{words} ({of})" if of else words
