"""The bugs, each as a few words of the source that are exchanged, with the tests that must fall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bug:
    """`old` is written `new` in one file; `tests` are files of tests/trade, one of which falls."""

    name: str
    file: str
    old: str
    new: str
    tests: str
    is_of_locks: bool = False  # only PostgreSQL, with two writers at once, can show it


BUGS = (
    Bug("matures before its day", "sellers/maturing.py", "_free().filter(due_at__lte=clock.now())", "_free()", "maturing"),
    Bug("what is disputed matures", "sellers/maturing.py", ".exclude(line__order__state=\"disputed\")", "", "maturing"),
    Bug("a poor earning stops the others", "sellers/maturing.py", "    if amount:\n", "    if True:\n", "maturing"),
    Bug("wrong sign of the fee", "orders/fulfilling.py", "credit(fee, line.fee)", "debit(fee, line.fee)", "maturing"),
    Bug("fee rounded up", "offers/fees.py", "return amount * basis_points // 10_000", "return -(-amount * basis_points // 10_000)", "fees"),
    Bug("fee back rounded each time", "offers/fees.py", "return fee * (refunded_before + refunded_now) // amount - fee * refunded_before // amount", "return fee * refunded_now // amount", "fees"),
    Bug("the trigger lets pass what does not balance", "migrations/guards/ledger_sqlite.sql", "HAVING sum(amount) <> 0", "HAVING sum(amount) > 999999999", "ledger"),
    Bug("closed periods are ignored", "migrations/guards/ledger_sqlite.sql", "through >= NEW.booked_on", "through < '1900-01-01'", "ledger"),
    Bug("posted without its key", "ledger/posting.py", "        key=key,\n        input_digest", "        key=f\"{key} {now}\",\n        input_digest", "ledger"),
    Bug("a key stands for anything", "ledger/posting.py", "if known.input_digest != digest:", "if False:", "ledger"),
    Bug("no bound of what is pending", "ledger/chart.py", "Kind.SELLER_PENDING: _OWED,", "Kind.SELLER_PENDING: Bound(),", "ledger"),
    Bug("a replayed nonce is taken", "payments/desk.py", "    except IntegrityError:\n        return False", "    except IntegrityError:\n        return True", "notices"),
    Bug("a notice decides", "payments/notices.py", "        look_at(payment)\n", "        from pecia.trade.payments.applying import apply_facts\n        from pecia.trade.providers.protocol import PaymentFacts, PaymentState\n        apply_facts(payment.pk, PaymentFacts(payment.key, '', PaymentState.CAPTURED, payment.money))\n", "notices"),
    Bug("a paid order ends", "orders/placing.py", "Order.objects.filter(pk=key, state=OrderState.PLACED)", "Order.objects.filter(pk=key)", "notices"),
    Bug("more goes back than was paid", "orders/taking_back.py", ", amount__gte=F(\"refunded\") + amount", "", "notices"),
    Bug("the right is not revoked", "orders/taking_back.py", "    if line.refunded + amount == line.amount:\n", "    if False:\n", "gifts"),
    Bug("what is withdrawn is sold", "orders/fulfilling.py", "if not _can_be_given(lines):", "if not (_can_be_given(lines) or True):", "buying"),
    Bug("a use of a coupon comes back and stays used", "payments/settling.py", "take_use_again(order.coupon_id)", "True", "coupons"),
    Bug("what is over is taken for nothing", "payments/starting.py", "    _require_open(order)\n    if fulfil", "    if fulfil", "coupons"),
    Bug("a late refusal gives another key", "payments/refunding.py", "if always or refund.key == asked:", "if True:", "refund_tries"),
    Bug("an unknown refund is sent anew", "payments/refunding.py", "_take_answer(refund, lambda: _move(refund, RefundStage.UNKNOWN))", "_take_answer(refund, lambda: _try_anew(refund))", "refund_tries"),
    Bug("an outside refund is booked again", "payments/refunding.py", " or is_posted(\n        _overdrawn(payment, key)\n    ):", ":", "outside_refunds"),
    Bug("one approves one's own batch", "sellers/payouts.py", "if approved_by.pk == batch.drafted_by_id:", "if False:", "payouts"),
    Bug("no cooling", "sellers/payouts.py", "now + COOLING if old else now", "now", "payouts"),
    Bug("a batch is sent without approval", "sellers/payouts.py", "PayoutBatch.objects.filter(pk=batch.pk, state=BatchState.APPROVED)", "PayoutBatch.objects.filter(pk=batch.pk)", "payouts"),
    Bug("what came back is paid again", "sellers/payouts.py", "Payout.objects.filter(pk=payout.pk, state__in=_GONE)", "Payout.objects.filter(pk=payout.pk)", "payouts"),
    Bug("a debt is forgotten", "sellers/payouts.py", "    pay_debt(payout.seller_id, payout.currency, f\"payout:{payout.pk}\")\n", "", "payouts"),
    Bug("another guest's key opens an order", "orders/placing.py", "theirs = \"\" if user else known.email", "theirs = \"\" if user else buyer.email", "placing"),
    Bug("a gift is not locked", "orders/gifts.py", "Order.objects.select_for_update(no_key=True)", "Order.objects.all()", "gifts", is_of_locks=True),
    Bug("lines are locked one after the other", "payments/disputing.py", "    lock_earnings(payment.order_id)\n", "", "lock_order", is_of_locks=True),
)  # fmt: skip
