"""The operator's books. Each act is a form of its own, behind the permission that it needs."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.accounts.public import Permission
from pecia.edge.actors import person_of
from pecia.edge.errors import advice_of
from pecia.edge.sign_in import needs
from pecia.kernel import clock
from pecia.kernel.errors import NotThere, PeciaError
from pecia.library.public import find_publisher, get_document
from pecia.trade.public import (
    NOTICE,
    Difference,
    Hold,
    ReturnRequest,
    announce_fee,
    announced_fees,
    answer_return,
    approve_batch,
    bank_file,
    batches,
    books_state,
    close_period,
    confirm_payout,
    draft_batch,
    drop_batch,
    explain_difference,
    fee_schedule_at,
    get_batch,
    get_payout,
    open_differences,
    open_hold,
    open_holds,
    open_returns,
    own_difference,
    release_hold,
    require_bank_file,
    return_payout,
    send_batch,
)
from pecia.web.books import page, presenters
from pecia.web.books.forms import ActForm, BankForm, CloseForm, FeeForm, HoldForm

MOST_BATCHES = 20
Row = TypeVar("Row", bound=Model)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRADE_BOOKS_SEE)
def books(request: HttpRequest) -> HttpResponse:
    """The trial balance, the chain, and closing."""
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_period(form.cleaned_data["through"], person_of(request))
        messages.success(request, _("Closed. Nothing is booked on these days any more."))
        return redirect("books")
    state = books_state()
    shown = page.BooksPage(
        presenters.trial_balances(state),
        state.entries,
        state.unsealed,
        state.head,
        state.head_position,
        state.closed_through,
        form,
    )
    return render(
        request, "web/books/books.html", {"page": shown, "place": "books"}, status=_status(form)
    )


@require_safe
@needs(Permission.TRADE_BOOKS_SEE)
def payouts(request: HttpRequest) -> HttpResponse:
    """What waits, and the batches."""
    person = person_of(request)
    found = tuple(presenters.batch_of(row, person) for row in batches()[:MOST_BATCHES])
    shown = page.PayoutsPage(presenters.waiting(), found)
    return _shown(request, "payouts", shown)


@require_POST
@needs(Permission.TRADE_PAYOUT_APPROVE)
def draft(request: HttpRequest, currency: str) -> HttpResponse:
    """Put what waits into a batch."""
    if draft_batch(currency, person_of(request)) is None:
        messages.info(request, _("Nothing waits that you may put into a batch."))
    return redirect("books-payouts")


@require_POST
@needs(Permission.TRADE_PAYOUT_APPROVE)
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Approve, send or drop a batch."""
    row, act = get_batch(number), request.POST.get("act", "")
    if act == "approve":
        approve_batch(row, person_of(request))
    elif act == "send":
        require_bank_file(row)
        send_batch(row)
    elif act == "drop":
        drop_batch(row)
    return redirect("books-payouts")


@require_safe
@needs(Permission.TRADE_PAYOUT_APPROVE)
def batch_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The file for the bank; only of what two people have seen."""
    name, content = bank_file(get_batch(number), kind)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@needs(Permission.TRADE_PAYOUT_APPROVE)
def payout(request: HttpRequest, number: int) -> HttpResponse:
    """What the bank says of a payout."""
    row, form, act = get_payout(number), BankForm(request.POST), request.POST.get("act")
    if act == "paid":
        confirm_payout(row)
    elif act == "returned" and form.is_valid():
        return_payout(row, form.cleaned_data["reason"] or _("Returned by the bank"))
    return redirect("books-payouts")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRADE_REFUND_DECIDE)
def returns(request: HttpRequest) -> HttpResponse:
    """Requests for money back, and deciding on one."""
    if request.method == "POST":
        row, words = _chosen(request, ReturnRequest.objects.all())
        grant = request.POST.get("act") == "grant"
        if not words and not grant:
            messages.error(request, _("Say why not: the buyer reads it."))
        else:
            answer_return(row, person_of(request), grant=grant, answer=words)
            messages.success(request, _("Answered."))
        return redirect("books-returns")
    shown = page.ReturnsPage(tuple(map(presenters.return_row, open_returns())))
    return _shown(request, "returns", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRADE_BOOKS_SEE)
def differences(request: HttpRequest) -> HttpResponse:
    """What does not fit, and explaining it."""
    if request.method == "POST":
        row, note = _chosen(request, Difference.objects.all())
        if request.POST.get("act") == "own":
            own_difference(row, person_of(request))
        elif note:
            explain_difference(row, note, person_of(request))
        else:
            messages.error(request, _("Write down what it was."))
        return redirect("books-differences")
    rows = open_differences().select_related("owner")
    shown = page.DifferencesPage(tuple(map(presenters.difference_row, rows)))
    return _shown(request, "differences", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRADE_HOLD_EDIT)
def holds(request: HttpRequest) -> HttpResponse:
    """Money that waits: opening a hold, releasing one."""
    if request.method == "POST" and request.POST.get("act") == "release":
        row, _words = _chosen(request, Hold.objects.all())
        release_hold(row, person_of(request))
        return redirect("books-holds")
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _open_hold(request, form):
        messages.success(request, _("Held. The publisher is told why."))
        return redirect("books-holds")
    shown = page.HoldsPage(tuple(map(presenters.hold_row, open_holds())), form)
    return render(
        request, "web/books/holds.html", {"page": shown, "place": "holds"}, status=_status(form)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRADE_FEE_ANNOUNCE)
def fees(request: HttpRequest) -> HttpResponse:
    """The schedules, all of them, and announcing another."""
    form = FeeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        announce_fee(
            int(chosen["percent"] * 100),
            chosen["effective_on"],
            reason=chosen["reason"],
            made_by=person_of(request),
        )
        messages.success(request, _("Announced."))
        return redirect("books-fees")
    current = fee_schedule_at(clock.now())
    rows = tuple(presenters.fee_row(row, current) for row in announced_fees())
    shown = page.FeesPage(rows, form, NOTICE.days)
    return render(
        request, "web/books/fees.html", {"page": shown, "place": "fees"}, status=_status(form)
    )


def _open_hold(request: HttpRequest, form: HoldForm) -> bool:
    chosen = form.cleaned_data
    try:
        open_hold(
            find_publisher(chosen["handle"]),
            chosen["currency"],
            source=f"case:{chosen['case']}",
            reason=chosen["reason"],
            document=get_document(chosen["number"]) if chosen["number"] else None,
            amount=chosen["money"].minor,
            opened_by=person_of(request),
        )
    except PeciaError as error:
        form.add_error(None, advice_of(error))
        return False
    return True


def _chosen(request: HttpRequest, rows: QuerySet[Row]) -> tuple[Row, str]:
    """The row that an act is about, and the words sent with it. Raises `NotThere`."""
    form = ActForm(request.POST)
    row = rows.filter(pk=form.cleaned_data["key"]).first() if form.is_valid() else None
    if row is None:
        raise NotThere
    return row, form.cleaned_data["words"]


def _shown(request: HttpRequest, place: str, shown: object, status: int = 200) -> HttpResponse:
    context = {"page": shown, "place": place}
    return render(request, f"web/books/{place}.html", context, status=status)


def _status(form: CloseForm | FeeForm | HoldForm) -> int:
    return 422 if form.errors else 200
