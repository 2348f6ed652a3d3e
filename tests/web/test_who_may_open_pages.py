"""Every page of the site for everybody: who may open it, by which method, and what nonsense gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from pecia.library.public import create_collection, save_category
from pecia.web.urls import urlpatterns
from tests.factories.documents import make_document
from tests.people import People
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
    "/account/export/", "/account/close/", "/account/email/", "/account/2fa/",
)  # fmt: skip
ALICES = ("/mine/{n}/", "/upload/?document={n}", "/mine/collections/{private}/")
SUPERVISORS = ("/operator/documents/", "/operator/documents/{n}/", "/operator/reports/")
OPERATORS = (
    "/operator/", "/operator/dead-letters/", "/operator/users/", "/operator/searches/", "/operator/health/",
    "/operator/categories/", "/operator/profile/", "/admin/",
)  # fmt: skip
ABSENT = (
    "/d/9/", "/d/99999/", "/d/99999/text/", "/d/99999/download/", "/c/nothing/", "/c/law/deeper/",
    "/u/nobody/", "/collections/nothing/", "/nothing/", "/d/{n}/cite/harvard", "/d/{n}/1/2/1-1200.webp",
    "/d/{n}/2/1/1-1200.webp", "/d/{n}/1/1/0-1200.webp", "/d/{n}/1/1/9-1200.webp",
    "/d/{n}/1/1/1-999.webp", "/d/{n}/1/1/9.svg", "/d/{n}/?edition=2", "/d/{n}/?edition=x",
    "/setup/guess/", "/sitemap-0.xml", "/sitemap-2.xml",
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
    "/upload/jobs/nothing/", "/uploads/nothing",
)  # fmt: skip


@pytest.fixture
def facts(people: People, tmp_path: Path) -> dict[str, object]:
    category = save_category({"en": "Law"})
    document = make_document(tmp_path, people.alice, category=category, organisation=people.press)
    return {
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
    for path in ("/d/{n}/favourite/", "/language/", "/mine/collections/new/", "/uploads/"):
        assert browser_of(people, "alice").get(path.format(**facts)).status_code == 405, path


def test_every_address_is_asked_here(facts: dict[str, object]) -> None:
    asked = [*OPEN, *MEMBERS, *ALICES, *SUPERVISORS, *OPERATORS, *ABSENT, *NONSENSE]
    asked += ["/d/{n}/1/1/1-card.jpg", "/d/{n}/1/1/1-thumb.webp", "/d/{n}/favourite/", "/language/"]
    asked += [
        "/for-you/",
        "/account/reading/",
        "/mine/collections/new/",
        "/uploads/",
        "/favicon.ico",
    ]
    resolver = get_resolver()
    known = {
        resolver.resolve(path.format(**facts).partition("?")[0]).url_name
        for path in asked
        if path not in ("/nothing/", "/c/%00/", "/u/%00/")
    }
    ours = {each.name for each in urlpatterns if isinstance(each, URLPattern)}
    later = {"upload-describe", "upload-job-action", "upload-first-page"}  # of a file on its way
    assert ours - known - later == set()
