"""Words of entries, payouts and holds as sellers read them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as N_

from pecia.trade.public import PayoutStage

ENTRIES = {
    "sale": N_("Sale of № %(document)s"),
    "refund": N_("Refund, order %(order)s"),
    "dispute-lost": N_("Taken back by the buyer's bank"),
    "payout": N_("Payout %(payout)s"),
    "payout-cancelled": N_("Payout %(payout)s cancelled"),
    "payout-returned": N_("Payout %(payout)s returned by the bank"),
    "correction": N_("Correction"),
    "points": N_("Points"),
}
PAYOUTS = {
    PayoutStage.REQUESTED: ("wait", N_("Requested")),
    PayoutStage.APPROVED: ("wait", N_("Approved")),
    PayoutStage.SUBMITTED: ("wait", N_("Sent to the bank")),
    PayoutStage.UNKNOWN: ("hold", N_("The bank is being asked")),
    PayoutStage.PAID: ("ok", N_("Paid")),
    PayoutStage.RETURNED: ("bad", N_("Returned by the bank")),
    PayoutStage.CANCELLED: ("bad", N_("Cancelled")),
}
