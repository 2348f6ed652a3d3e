"""The books as the operator reads them."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.public import (
    BatchState,
    BooksState,
    Difference,
    FeeSchedule,
    Hold,
    Money,
    Payout,
    PayoutBatch,
    PayoutStage,
    ReturnRequest,
    frozen_by,
    waiting_payouts,
)
from pecia.web.books import page
from pecia.web.books.labels import BATCHES, DIFFERENCES, kind_label
from pecia.web.frame.prices import told
from pecia.web.selling.labels import PAYOUTS

_SENT = (PayoutStage.SUBMITTED, PayoutStage.UNKNOWN)


def trial_balances(state: BooksState) -> tuple[page.TrialBalance, ...]:
    """A table a currency."""
    currencies = sorted({currency for _kind, currency in state.balances})
    return tuple(_trial_balance(state, currency) for currency in currencies)


def _trial_balance(state: BooksState, currency: str) -> page.TrialBalance:
    found = {
        kind: amount for (kind, of), amount in state.balances.items() if of == currency and amount
    }
    rows = tuple(
        page.BalanceRow(
            kind_label(kind),
            kind,
            told(Money(amount, currency)) if amount > 0 else "",
            told(Money(-amount, currency)) if amount < 0 else "",
            kind == "suspense",
        )
        for kind, amount in found.items()
    )
    debit = sum(amount for amount in found.values() if amount > 0)
    credit = -sum(amount for amount in found.values() if amount < 0)
    return page.TrialBalance(
        currency, rows, told(Money(debit, currency)), told(Money(credit, currency))
    )


def waiting() -> tuple[page.Waiting, ...]:
    """What may go into a batch now."""
    found = []
    for currency in settings.TRADE_CURRENCIES:
        amounts = list(waiting_payouts(currency).values_list("amount", flat=True))
        if amounts:
            total = told(Money(sum(amounts), currency))
            found.append(page.Waiting(currency, len(amounts), total))
    return tuple(found)


def batch_of(batch: PayoutBatch, viewer: User) -> page.Batch:
    """A batch, as this person may go on with it."""
    payouts = list(batch.payouts.all())
    state, label = BATCHES[BatchState(batch.state)]
    is_drafted = batch.state == BatchState.DRAFTED
    is_mine = batch.drafted_by_id == viewer.pk or viewer.pk in {row.seller_id for row in payouts}
    return page.Batch(
        number=batch.number,
        currency=batch.currency,
        total=told(Money(sum(row.amount for row in payouts), batch.currency)),
        state=state,
        state_label=_(label),
        drafted_by=batch.drafted_by.name,
        approved_by=batch.approved_by.name if batch.approved_by else "",
        lines=tuple(map(_payout_line, payouts)),
        may_approve=is_drafted and not is_mine,
        may_send=batch.state == BatchState.APPROVED,
        may_drop=batch.state in (BatchState.DRAFTED, BatchState.APPROVED),
        has_file=batch.state == BatchState.SENT,
    )


def return_row(row: ReturnRequest) -> page.ReturnRow:
    """A request for money back."""
    line = row.line
    left = Money(line.amount - line.refunded, line.order.currency)
    return page.ReturnRow(
        row.pk,
        line.order.number,
        line.document.number,
        line.document.title,
        told(left),
        row.words,
        row.filed_at,
        row.due_at,
        row.due_at < clock.now(),
    )


def difference_row(row: Difference) -> page.DifferenceRow:
    """Something that does not fit."""
    amount = "" if row.currency == "XXX" else told(Money(row.amount, row.currency))
    return page.DifferenceRow(
        row.pk,
        _(DIFFERENCES.get(row.code, row.code)),
        row.provider,
        row.about,
        amount,
        row.owner.name if row.owner else "",
        row.due_on,
        row.due_on < clock.now().date(),
    )


def hold_row(row: Hold) -> page.HoldRow:
    """Money that waits."""
    return page.HoldRow(
        row.pk,
        row.seller.name,
        row.document.number if row.document else 0,
        told(Money(frozen_by(row), row.currency)),
        _(row.reason),
        row.source,
        row.opened_at,
        row.review_at,
        row.review_at < clock.now(),
    )


def fee_row(row: FeeSchedule, current: FeeSchedule | None) -> page.FeeRow:
    """A published schedule."""
    return page.FeeRow(
        row.version,
        f"{row.basis_points / 100:g} %",
        row.reason,
        row.announced_at,
        row.effective_at,
        current is not None and row.pk == current.pk,
    )


def _payout_line(row: Payout) -> page.PayoutLine:
    state, label = PAYOUTS[PayoutStage(row.state)]
    return page.PayoutLine(
        row.number,
        row.seller.name,
        row.destination.holder,
        row.destination.account,
        told(Money(row.amount, row.currency)),
        state,
        _(label),
        may_confirm=row.state in _SENT,
        may_return=row.state in (*_SENT, PayoutStage.PAID),
    )
