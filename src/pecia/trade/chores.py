"""What trade does again and again beside the requests; each thing may run in several workers."""

from __future__ import annotations

from collections.abc import Callable

from pecia.trade.ledger.seals import seal_entries
from pecia.trade.orders.fulfilling import number_invoices
from pecia.trade.orders.placing import expire_orders
from pecia.trade.payments.asking import ask_about_payments
from pecia.trade.payments.bringing import bring_fake_notices
from pecia.trade.payments.desk import forget_nonces
from pecia.trade.payments.notices import process_events
from pecia.trade.payments.reconciling import reconcile, take_statements
from pecia.trade.payments.refunding import send_refunds
from pecia.trade.sellers.maturing import mature_due

QUICK: tuple[Callable[[], int], ...] = (bring_fake_notices, process_events, send_refunds)
SLOW: tuple[Callable[[], int], ...] = (
    ask_about_payments,
    expire_orders,
    mature_due,
    number_invoices,
    seal_entries,
)
DAILY: tuple[Callable[[], int], ...] = (forget_nonces, take_statements, reconcile)
