"""Every page of the site for everybody: who may open it, by which method, and what nonsense gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from pecia.accounts.public import actor_for
from pecia.library.public import add_to_collection, create_collection, save_category
from pecia.trade.public import Buyer, Money, set_bundle_price, set_price
from pecia.web.urls import urlpatterns
from tests.factories.documents import make_document
from tests.people import People
from tests.trade.market import begun, ordered, priced_document
from tests.web.site import EVERYBODY, body_of, browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

OPEN = (
    "/", "/new/", "/search/", "/search/?q=report", "/search/feed.xml?q=report", "/search/suggestions/?q=report", "/search/suggestions.json?q=re", "/opensearch.xml", "/c/law/", "/u/{handle}/", "/how/", "/terms/",
    "/privacy/", "/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/new.atom", "/d/{n}/",
    "/d/{n}/text/", "/d/{n}/more/", "/d/{n}/print/", "/d/{n}/cite/all", "/d/{n}/cite/bibtex", "/d/{n}/cite/ris",
    "/d/{n}/report/", "/d/{n}/rights/", "/d/{n}/download/", "/collections/{public}/",
    "/account/login/", "/account/signup/", "/account/password/reset/",
)  # fmt: skip
MEMBERS = (
    "/mine/", "/mine/collections/", "/mine/favourites/", "/mine/searches/", "/upload/", "/account/",
    "/account/export/", "/account/close/", "/account/email/", "/account/2fa/", "/mine/income/",
    "/mine/income/?currency=EUR&month=2026-02", "/mine/income/statement.csv", "/mine/purchases/",
    "/mine/income/statement.csv?year=2026",
)  # fmt: skip
GUESTS = ("/orders/{guests}/", "/orders/{guests}/{guests_line}/licence.json", "/pay/fake/{payment}")
BUYERS = ("/orders/{order}/", "/orders/{order}/{line}/licence.json")
SOLD = ("/d/{priced}/buy/", "/d/{priced}/buy/?currency=CNY", "/collections/{bundle}/buy/")
ALICES = ("/mine/{n}/", "/upload/?document={n}", "/mine/collections/{private}/")
SUPERVISORS = ("/operator/documents/", "/operator/documents/{n}/", "/operator/reports/")
OPERATORS = (
    "/operator/",
    "/operator/dead-letters/",
    "/operator/users/",
    "/operator/searches/",
    "/operator/health/",
    "/operator/categories/",
    "/operator/profile/",
    "/operator/books/",
    "/operator/books/payouts/",
    "/operator/books/returns/",
    "/operator/books/differences/",
    "/operator/books/holds/",
    "/operator/books/fees/",
    "/admin/",
)
ACTS = (
    "/d/{n}/favourite/",
    "/language/",
    "/mine/collections/new/",
    "/uploads/",
    "/orders/{guests}/pay/",
    "/orders/{guests}/cancel/",
    "/orders/{guests}/claim/",
    "/pay/notices/fake/",
    "/mine/payouts/1/cancel/",
)
BOOK_ACTS = (
    "/operator/books/payouts/draft/EUR/", "/operator/books/batches/1/", "/operator/books/payouts/1/",
)  # fmt: skip
ABSENT = (
    "/d/9/", "/d/99999/", "/d/99999/text/", "/d/99999/download/", "/c/nothing/", "/c/law/deeper/",
    "/u/nobody/", "/collections/nothing/", "/nothing/", "/d/{n}/cite/harvard", "/d/{n}/1/2/1-1200.webp",
    "/d/{n}/2/1/1-1200.webp", "/d/{n}/1/1/0-1200.webp", "/d/{n}/1/1/9-1200.webp",
    "/d/{n}/1/1/1-999.webp", "/d/{n}/1/1/9.svg", "/d/{n}/?edition=2", "/d/{n}/?edition=x",
    "/setup/guess/", "/sitemap-0.xml", "/sitemap-2.xml", "/d/99999/buy/", "/orders/nothing/",
    "/orders/{guests}/9/licence.json", "/orders/{guests}/9/back/",
    "/pay/fake/nothing",
)  # fmt: skip
HUGE = "9" * 30
NONSENSE = (
    f"/d/{HUGE}/", f"/d/{{n}}/{HUGE}/1/1-1200.webp", f"/d/{{n}}/1/{HUGE}/1-1200.webp",
    f"/d/{{n}}/1/1/{HUGE}-1200.webp", f"/d/{{n}}/1/1/1-{HUGE}.webp", f"/d/{{n}}/1/1/{HUGE}.svg",
    f"/sitemap-{HUGE}.xml", f"/new/?page={HUGE}", "/new/?page=-1", "/new/?page=x", "/new/?sort=x",
    "/new/?format=x&language=x", "/new/?format=%00", "/new/?language=%00&sort=%00", "/c/%00/",
    "/search/suggestions/?q=%00", "/search/suggestions.json?q=%FF%FE", "/u/%00/", "/search/?q=%00", "/search/?q=%C2%B2", "/search/?q=%E2%91%A0", "/search/?q=%D9%A3",
    f"/search/?q={HUGE}", "/search/?q=%FF%FE", f"/search/?q={'x' * 3_000}", f"/d/{{n}}/?from={HUGE}",
    "/d/{n}/?from=%00", "/d/{n}/?from=-1", "/d/{n}/?edition=%00", f"/d/{{n}}/?edition={HUGE}",
    f"/d/{{n}}/text/?edition={'9' * 9}", "/operator/documents/?q=%00&state=%00",
    "/operator/documents/?q=%C2%B2", "/operator/documents/?state=x", "/operator/users/?q=%00",
    f"/operator/documents/{HUGE}/", "/operator/categories/?edit=x", f"/operator/categories/?edit={HUGE}",
    f"/upload/?document={HUGE}", "/upload/?document=%00", "/upload/?job=%00",
    "/upload/jobs/nothing/", "/uploads/nothing", "/mine/income/?currency=XXX&month=2026-13",
    "/mine/income/?currency=%FF&month=9999-99", "/mine/income/?month=2099-12",
    "/mine/income/statement.csv?currency=x&year=0&month=x", f"/mine/purchases/?page={HUGE}",
    "/mine/income/statement.csv?year=2099", "/d/{priced}/buy/?currency=x", f"/d/{HUGE}/buy/",
    "/d/{priced}/buy/?currency=%FF", f"/orders/{{guests}}/{HUGE}/licence.json",
    f"/orders/{{guests}}/{HUGE}/back/", "/orders/{guests}/?go=x", "/gifts/nothing/",
    f"/operator/books/batches/{HUGE}/bank.xml", "/operator/books/batches/1/bank.x",
    f"/mine/{HUGE}/price/", "/collections/{private}/buy/",
)  # fmt: skip


@pytest.fixture
def facts(people: People, tmp_path: Path) -> dict[str, object]:
    category = save_category({"en": "Law"})
    document = make_document(tmp_path, people.alice, category=category, organisation=people.press)
    priced = priced_document(tmp_path, people.alice)
    bundle = create_collection(people.alice, "Bundle", is_public=True)
    add_to_collection(bundle, priced)
    set_bundle_price(bundle, actor_for(people.alice), Money(400, "EUR"))
    guests = ordered(priced, Buyer(email="guest@example.org"))
    bought = ordered(priced, Buyer(people.charlie))
    return {
        "priced": priced.number,
        "bundle": bundle.token,
        "guests": guests.token,
        "guests_line": guests.lines.get().pk,
        "payment": begun(guests).key,
        "order": bought.token,
        "line": bought.lines.get().pk,
        "n": document.number,
        "handle": people.alice.handle,
        "public": create_collection(people.alice, "Public", is_public=True).token,
        "private": create_collection(people.alice, "Private").token,
    }


def statuses(people: People, path: str, method: str = "get") -> dict[str, int]:
    """What everybody is answered."""
    answers = {}
    for name in EVERYBODY:
        response = getattr(browser_of(people, name), method)(path)
        answers[name] = response.status_code
        body_of(response)
    return answers


def expected(stranger: int, *, others: int, **more: int) -> dict[str, int]:
    return dict.fromkeys(EVERYBODY, others) | {"stranger": stranger} | more


def test_open_pages_are_for_everybody(people: People, facts: dict[str, object]) -> None:
    for path in OPEN:
        answers = set(statuses(people, path.format(**facts)).values())
        assert answers <= {200, 302} if path.startswith("/account/") else answers == {200}, path


def test_members_sign_in_for_their_own_pages(people: People) -> None:
    for path in MEMBERS:
        answers = statuses(people, path)
        assert answers["stranger"] == 302, path
        assert {answers[name] for name in EVERYBODY[1:]} == {200}, path


def test_an_offer_is_for_everybody_but_its_seller(people: People, facts: dict[str, object]) -> None:
    for path in SOLD:
        answers = statuses(people, path.format(**facts))
        assert answers == expected(200, others=200, alice=409), path


def test_the_order_of_a_guest_is_for_whoever_has_its_address(
    people: People, facts: dict[str, object]
) -> None:
    for path in GUESTS:
        assert set(statuses(people, path.format(**facts)).values()) == {200}, path


def test_the_order_of_a_member_is_theirs_alone(people: People, facts: dict[str, object]) -> None:
    for path in BUYERS:
        answers = statuses(people, path.format(**facts))
        assert answers == expected(404, others=404, charlie=200), path


@pytest.mark.parametrize("act", ["pay", "cancel", "claim"])
def test_the_order_of_a_member_is_changed_by_nobody_else(
    act: str, people: People, facts: dict[str, object]
) -> None:
    for name in ("bob", "olga"):
        answer = browser_of(people, name).post(f"/orders/{facts['order']}/{act}/")
        assert answer.status_code == 404, name


def test_a_price_is_set_by_who_may_change_the_document(
    people: People, facts: dict[str, object]
) -> None:
    answers = statuses(people, f"/mine/{facts['n']}/price/")
    assert answers == expected(302, others=404, alice=200, bob=200)


def test_a_document_is_changed_by_its_owner_and_by_colleagues(
    people: People, facts: dict[str, object]
) -> None:
    for path in ALICES[:2]:
        answers = statuses(people, path.format(**facts))
        assert answers == expected(302, others=404, alice=200, bob=200), path


def test_a_collection_is_changed_by_its_owner_alone(
    people: People, facts: dict[str, object]
) -> None:
    answers = statuses(people, ALICES[2].format(**facts))
    assert answers == expected(302, others=404, alice=200)
    shown = statuses(people, f"/collections/{facts['private']}/")
    assert shown == expected(404, others=404, alice=200)


def test_what_supervisors_look_at_is_not_there_for_others(
    people: People, facts: dict[str, object]
) -> None:
    for path in SUPERVISORS:
        answers = statuses(people, path.format(**facts))
        assert answers == expected(302, others=404, sue=200, olga=200), path


def test_what_operators_look_at_is_not_there_for_others(people: People) -> None:
    for path in OPERATORS[:-1]:
        assert statuses(people, path) == expected(302, others=404, olga=200), path


def test_the_books_are_changed_by_operators_alone(people: People) -> None:
    shown = [path for path in OPERATORS if "/books/" in path and not path.endswith("/payouts/")]
    for path in (*BOOK_ACTS, *shown):
        answers = statuses(people, path, "post")
        assert answers["stranger"] == 302, path
        assert {answers[name] for name in ("charlie", "bob", "alice", "sue")} == {404}, path


def test_the_emergency_pages_open_for_operators_alone(people: People) -> None:
    assert statuses(people, "/admin/") == expected(302, others=302, olga=200)


@pytest.mark.parametrize("act", ["operator/users/", "operator/profile/", "operator/categories/"])
def test_what_operators_change_can_not_be_changed_by_others(act: str, people: People) -> None:
    sent = statuses(people, f"/{act}", "post")
    assert {sent[name] for name in ("charlie", "bob", "alice", "sue")} == {404}
    assert sent["stranger"] == 302


def test_what_is_not_there_is_not_there_for_anybody(
    people: People, facts: dict[str, object]
) -> None:
    for path in ABSENT:
        for name in ("stranger", "charlie", "alice", "olga"):
            response = browser_of(people, name).get(path.format(**facts))
            assert response.status_code == 404, (path, name)
            body_of(response)


def test_nonsense_is_answered_and_never_breaks(people: People, facts: dict[str, object]) -> None:
    for path in NONSENSE:
        for name in ("stranger", "olga"):
            response = browser_of(people, name).get(path.format(**facts))
            assert response.status_code < 500, (path, name)
            body_of(response)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_are_read_take_no_other_method(
    method: str, people: People, facts: dict[str, object]
) -> None:
    reads = [path for path in OPEN if not path.startswith("/account/")]
    for path in [*reads, "/mine/", "/upload/", "/operator/", "/operator/health/"]:
        if method == "post" and path.endswith(("/report/", "/rights/", "/more/")):
            continue
        response = getattr(browser_of(people, "olga"), method)(path.format(**facts))
        assert response.status_code == 405, path


def test_acts_are_not_done_by_looking(people: People, facts: dict[str, object]) -> None:
    for path in ACTS:
        assert browser_of(people, "alice").get(path.format(**facts)).status_code == 405, path
    for path in BOOK_ACTS:
        assert browser_of(people, "olga").get(path).status_code == 405, path


def test_every_address_is_asked_here(facts: dict[str, object]) -> None:
    asked = [
        *OPEN,
        *GUESTS,
        *BUYERS,
        *SOLD,
        *MEMBERS,
        *ACTS,
        *BOOK_ACTS,
        *ALICES,
        *SUPERVISORS,
        *OPERATORS,
        *ABSENT,
        *NONSENSE,
    ]
    asked += ["/d/{n}/1/1/1-card.jpg", "/d/{n}/1/1/1-thumb.webp"]
    asked += ["/for-you/", "/account/reading/", "/favicon.ico"]
    resolver = get_resolver()
    known = {
        resolver.resolve(path.format(**facts).partition("?")[0]).url_name
        for path in asked
        if path not in ("/nothing/", "/c/%00/", "/u/%00/")
    }
    ours = {each.name for each in urlpatterns if isinstance(each, URLPattern)}
    later = {"upload-describe", "upload-job-action", "upload-first-page"}  # of a file on its way
    assert ours - known - later == set()


SENT_NONSENSE: tuple[tuple[str, dict[str, str]], ...] = (
    ("/operator/books/returns/", {"key": "abc", "act": "grant"}),
    ("/operator/books/returns/", {"key": HUGE, "act": "refuse", "words": "\0"}),
    ("/operator/books/differences/", {"key": "abc", "act": "own"}),
    ("/operator/books/differences/", {"key": HUGE, "words": "x" * 9_000}),
    ("/operator/books/holds/", {"key": "abc", "act": "release"}),
    ("/operator/books/holds/", {"key": HUGE, "act": "release"}),
    ("/operator/books/holds/", {"currency": "XXX", "amount": "abc", "number": HUGE}),
    ("/operator/books/holds/", {"currency": "EUR", "amount": "abc", "number": HUGE}),
    (
        "/operator/books/holds/",
        {"handle": "x", "currency": "EUR", "amount": "1e999999", "case": "c-1", "reason": "r"},
    ),
    (
        "/operator/books/holds/",
        {"handle": "x", "currency": "EUR", "number": HUGE, "case": "c-1", "reason": "r"},
    ),
    ("/operator/books/", {"through": "9999-12-31"}),
    ("/operator/books/", {"through": "x"}),
    ("/operator/books/fees/", {"percent": "NaN", "effective_on": "9999-12-31", "reason": "r"}),
    ("/operator/books/fees/", {"percent": "1e999999", "effective_on": "0001-01-01", "reason": "r"}),
    ("/operator/books/payouts/draft/XXX/", {}),
    (f"/operator/books/batches/{HUGE}/", {"act": "approve"}),
    (f"/operator/books/payouts/{HUGE}/", {"act": "paid"}),
    ("/mine/{priced}/price/", {"act": "save", "amount": "1e999999", "currency": "EUR"}),
    (
        "/mine/{priced}/price/",
        {"act": "save", "amount": "9", "currency": "EUR", "free_pages": HUGE},
    ),
    (
        "/mine/{priced}/price/",
        {"act": "save", "amount": "9" * 12, "currency": "EUR", "free_pages": "1"},
    ),
    ("/mine/{priced}/price/", {"act": "coupon", "percent": HUGE, "uses": HUGE, "days": HUGE}),
    ("/mine/{priced}/price/", {"act": "x"}),
    ("/mine/income/?currency=XXX", {"act": "payout", "amount": "9" * 12}),
    ("/mine/income/", {"act": "payout", "amount": "1e999999"}),
    ("/mine/income/", {"act": "destination", "account": "²²²²²", "country": "²²"}),
    (f"/mine/payouts/{HUGE}/cancel/", {}),
    ("/d/{priced}/buy/", {}),
    ("/d/{priced}/buy/", {"currency": "XXX", "amount": "1e99", "seen": HUGE, "key": "x"}),
    ("/d/{floor}/buy/", {"amount": "1e999999", "seen": "x"}),
    ("/d/{floor}/buy/", {"amount": "NaN", "seen": HUGE, "coupon": "\0"}),
    ("/collections/{bundle}/buy/", {"currency": "XXX", "seen": "-1"}),
    ("/orders/{guests}/pay/", {}),
    ("/orders/{guests}/pay/", {"provider": "a b/²"}),
    ("/orders/{guests}/{guests_line}/back/", {"words": "x"}),
    ("/pay/fake/{payment}", {"act": "x"}),
    ("/pay/notices/fake/", {"event": "\0"}),
    ("/pay/notices/nobody/", {}),
)  # fmt: skip


@pytest.mark.parametrize("name", ["alice", "charlie", "olga"])
def test_nonsense_in_forms_of_money_never_breaks(
    name: str, people: People, facts: dict[str, object], tmp_path: Path
) -> None:
    floor = priced_document(tmp_path, people.alice)
    set_price(floor, actor_for(people.alice), Money(100, "EUR"), preview_pages=2, is_floor=True)
    browser = browser_of(people, name)
    for path, sent in SENT_NONSENSE:
        response = browser.post(path.format(**facts, floor=floor.number), sent)
        assert response.status_code < 500, (path, sent)
