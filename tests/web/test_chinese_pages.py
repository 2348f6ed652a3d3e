"""Nothing is said in English to who reads Chinese: on pages, by forms, by scripts, by mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from pecia.accounts.public import CredentialKind, add_credential
from pecia.edge.first_operator import setup_token
from pecia.ingest.models import IngestJob, StepRun, Upload, UploadState
from pecia.kernel import clock
from pecia.library.public import (
    Edition,
    ReportKind,
    create_collection,
    file_report,
    restrict,
    save_category,
)
from pecia.trade.public import Buyer, Money, set_price
from pecia.web.frame.language_names import language_choices
from tests.factories.documents import add_edition, make_document
from tests.people import PASSWORD, People
from tests.trade.market import ordered
from tests.web.site import FIREFOX, browser_of, text_of
from tests.web.spoken import english_in, said_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

TEXTS = ("这是第一页。", "这是第二页。", "这是第三页。")
STATES = ("draft", "held", "refused", "failed", "withdrawn")
# What people of the tests are called, what their files are, and languages by their own names.
GIVEN = (
    *(f"{name}-longname" for name in ("alice", "bob", "charlie", "sue", "olga")),
    *(
        "ali****me",
        "olg****me",
        "It is out of date.",
        "report.docx",
        ".docx",
        "示ICP备",
        "Law",
        "lao****ou",
        FIREFOX,
    ),
    *(name for _code, name in language_choices()),
)
READERS = (
    "/", "/new/", "/new/?sort=title", "/search/", "/search/?q=报告", "/search/?q=没有", "/c/law/",
    "/u/{handle}/", "/how/", "/terms/", "/privacy/", "/d/{n}/", "/d/{n}/?edition=1", "/d/{n}/text/",
    "/d/{n}/print/", "/d/{n}/cite/all", "/d/{n}/report/", "/d/{n}/rights/", "/collections/{shelf}/",
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/",
    "/d/{sold}/", "/d/{sold}/buy/", "/orders/{order}/",
    "/account/password/reset/done/", "/account/password/reset/key/done/",
    "/account/password/reset/key/x-y/", "/account/confirm-email/", "/account/confirm-email/x/",
)  # fmt: skip
MEMBERS = (
    "/mine/", "/mine/{n}/", "/mine/{draft}/", "/mine/{held}/", "/mine/{refused}/", "/mine/{failed}/",
    "/mine/{withdrawn}/", "/mine/{restricted}/", "/mine/collections/", "/mine/collections/{shelf}/",
    "/mine/favourites/", "/mine/purchases/", "/mine/income/", "/mine/{n}/price/", "/mine/{sold}/price/",
    "/mine/searches/", "/d/{draft}/", "/d/{held}/", "/d/{refused}/", "/d/{failed}/",
    "/d/{restricted}/", "/upload/", "/upload/?document={n}", "/upload/?job={job}",
    "/upload/jobs/{job}/describe/", "/account/", "/account/export/", "/account/close/",
    "/account/email/", "/account/logout/", "/account/password/change/", "/account/sessions/",
    "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/", "/account/reauthenticate/",
)  # fmt: skip
SECOND_STEP = (
    "", "webauthn/", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/",
)  # fmt: skip
OPERATORS = (
    "/operator/", "/operator/documents/", "/operator/documents/{n}/", "/operator/documents/{held}/",
    "/operator/documents/{restricted}/", "/operator/documents/{waiting}/", "/operator/dead-letters/", "/operator/reports/",
    "/operator/users/", "/operator/health/", "/operator/categories/", "/operator/profile/",
    "/operator/books/", "/operator/books/payouts/", "/operator/books/returns/", "/operator/books/holds/",
    "/operator/books/differences/", "/operator/books/fees/",
)  # fmt: skip
PAGES = {"stranger": READERS, "alice": MEMBERS, "olga": OPERATORS}
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503", "web/errors/told")
# Forms as they are sent by who has not read them.
WRONG = {
    "/account/login/": {"login": "alice@example.org", "password": "wrong"},
    "/account/signup/": {"email": "x", "password1": "1", "password2": "2", "display_name": ""},
    "/account/password/reset/": {"email": "x"},
    "/d/{n}/report/": {"kind": "", "words": "", "email": "x", "page": "0"},
    "/d/{n}/rights/": {"name": "", "email": "x"},
    "/mine/{n}/": {"act": "save", "title": "", "rights_basis": "permitted"},
    "/upload/jobs/{job}/describe/": {"act": "publish", "title": "\u200b", "category": "99"},
    "/mine/collections/new/": {"title": ""},
    "/account/": {"display_name": "", "handle": "?"},
    "/account/close/": {},
    "/account/password/change/": {"oldpassword": "x", "password1": "1", "password2": "2"},
    "/account/email/": {"action_add": "", "email": "x"},
    "/account/2fa/totp/activate/": {"code": "x"},
    "/mine/{sold}/price/": {"act": "save", "amount": "x", "currency": "EUR", "free_pages": "99"},
    "/mine/income/": {"act": "destination", "account": "DE00", "country": "x"},
    "/mine/collections/{shelf}/": {"act": "price", "amount": "x", "currency": "EUR"},
    "/operator/books/holds/": {"act": "open", "handle": "x", "amount": "x", "currency": "EUR"},
    "/operator/books/fees/": {"percent": "99", "effective_on": "2026-01-01", "reason": ""},
    "/operator/books/": {"through": "2999-01-01"},
    "/operator/categories/": {"act": "add", "title_en": "", "slug": "?"},
    "/operator/profile/": {"act": "save", "since_year": "1", "contact_email": "x"},
    "/operator/documents/{held}/": {"act": "refuse", "reason": ""},
}


@pytest.fixture
def facts(people: People, tmp_path: Path) -> dict[str, object]:
    """A library in Chinese: documents in every state, a shelf, a letter, a step given up."""
    category = save_category({"en": "Law", "zh-hans": "法律"})
    words: dict[str, Any] = {"language": "zh", "keywords": ("报告",), "category": category}
    found: dict[str, object] = {
        state: make_document(
            tmp_path, people.alice, texts=TEXTS, state=state, title=f"报告{place}", **words
        ).number
        for place, state in enumerate(STATES)
    }
    EmailAddress.objects.create(
        user=people.alice, email=people.alice.email, primary=True, verified=True
    )
    shelf = create_collection(people.alice, "文集", is_public=True)
    found |= {"shelf": shelf.token, "handle": people.alice.handle}
    return found | _published(people, tmp_path, words) | _on_its_way(people, tmp_path, words)


def _published(people: People, folder: Path, words: dict[str, Any]) -> dict[str, object]:
    shown = {**words, "texts": TEXTS, "preview_pages": 2}
    document = make_document(folder, people.alice, title="报告", **shown)
    add_edition(folder, document, texts=TEXTS)
    make_document(folder, people.bob, title="另一份报告", **shown)
    hidden = make_document(folder, people.alice, title="受限报告", **shown)
    restrict(hidden, source="operator-1", reason="权利投诉")
    file_report(document, ReportKind.QUALITY, "[content] 上下颠倒。", actor=people.actor("charlie"))
    add_credential(CredentialKind.FILING, "示ICP备00000000号", "示例机关")
    sold = make_document(folder, people.alice, title="付费报告", rights_basis="own", **shown)
    sold.refresh_from_db()
    set_price(sold, people.actor("alice"), Money(500, "EUR"), preview_pages=1)
    placed = ordered(sold, Buyer(email="guest@example.org"))
    found = {"sold": sold.number, "order": placed.token}
    return found | {"n": document.number, "restricted": hidden.number}


def _on_its_way(people: People, folder: Path, words: dict[str, Any]) -> dict[str, object]:
    document = make_document(
        folder, people.alice, texts=TEXTS, state="approved", title="待发布", **words
    )
    job = IngestJob.objects.get(edition__document=document)
    now = clock.now()
    for outcome in ("done", "refused", "failed", "lost", "postponed", ""):
        StepRun.objects.create(
            job=job, step="convert", attempt=1, began_at=now, outcome=outcome, milliseconds=5
        )
    IngestJob.objects.filter(pk=job.pk).update(state="dead", failure="")
    return {
        "waiting": document.number,
        "job": [_upload_of(edition) for edition in Edition.objects.filter(ordinal=1)][-1],
    }


def _upload_of(edition: Edition) -> str:
    now = clock.now()
    return Upload.objects.create(
        owner=edition.document.owner, file_name="report.docx", length=9, offset=9, edition=edition,
        state=UploadState.RECEIVED, created_at=now, touched_at=now,
    ).token  # fmt: skip


def chinese(people: People, name: str = "stranger") -> Client:
    """Somebody who reads Chinese, and who has just given their password."""
    client = browser_of(people, headers={"accept-language": "zh-Hans,zh;q=0.9,en;q=0.5"})
    if name != "stranger":
        client.post("/account/login/", {"login": f"{name}@example.org", "password": PASSWORD})
        client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def left(html: str) -> list[str]:
    """What is said in English."""
    return english_in(said_in(html), GIVEN)


@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_chinese(name: str, people: People, facts: dict[str, object]) -> None:
    client = chinese(people, name)
    for path in PAGES[name]:
        response = client.get(path.format(**facts))
        assert response.status_code == 200, path
        assert left(text_of(response)) == [], path


def test_the_second_step_speaks_chinese(people: People, facts: dict[str, object]) -> None:
    client = chinese(people, "alice")
    TOTP.activate(people.alice, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(people.alice)
    for path in SECOND_STEP:
        assert left(text_of(client.get(f"/account/2fa/{path}"))) == [], path
    signing_in = chinese(people, "alice")
    assert left(text_of(signing_in.get("/account/2fa/authenticate/"))) == []
    answer = signing_in.post("/account/2fa/authenticate/", {"code": "1"})
    assert "验证码不正确" in text_of(answer)


def test_keys_speak_chinese(people: People, facts: dict[str, object]) -> None:
    client = chinese(people, "alice")
    key = WebAuthn.add(people.alice, "钥匙", {}).instance.pk
    for path in ("", f"keys/{key}/edit/", f"keys/{key}/remove/"):
        page = text_of(client.get(f"/account/2fa/webauthn/{path}"))
        assert "密钥" in page
        assert left(page) == [], path


def test_a_tombstone_speaks_chinese(people: People, facts: dict[str, object]) -> None:
    for name in ("withdrawn", "restricted"):
        response = chinese(people).get(f"/d/{facts[name]}/")
        assert response.status_code == 410
        assert left(text_of(response)) == []


@pytest.mark.parametrize("path", WRONG)
def test_forms_say_in_chinese_what_is_wrong(
    path: str, people: People, facts: dict[str, object]
) -> None:
    name = "olga" if path.startswith("/operator/") else "alice"
    signed_in = path not in ("/account/login/", "/account/signup/", "/account/password/reset/")
    client = chinese(people, name if signed_in else "stranger")
    response = client.post(path.format(**facts), WRONG[path])
    assert response.status_code in (200, 400, 409, 422), response.status_code
    assert left(text_of(response)) == []


@pytest.mark.parametrize("name", ERRORS)
def test_errors_speak_chinese(name: str) -> None:
    request = RequestFactory().get("/")
    with translation.override("zh-hans"):
        page = {"status": 500, "code": "error", "message": "出了点问题。"}
        html = render_to_string(f"{name}.html", {"page": page}, request)
    assert said_in(html)
    assert left(html) == []


def test_the_first_operator_is_asked_in_chinese(db: None, places: Path) -> None:
    client = Client(headers={"accept-language": "zh-Hans"})
    path = f"/setup/{setup_token(places)}/"
    assert left(text_of(client.get(path))) == []
    wrong = client.post(path, {"email": "x", "password": "1"})
    assert wrong.status_code == 200
    assert left(text_of(wrong)) == []


def test_programs_are_told_in_chinese(people: People, facts: dict[str, object]) -> None:
    """What the upload page shows when the server does not take a file."""
    client = chinese(people, "alice")
    announced = (
        {"Upload-Length": "x"},
        {"Upload-Length": str(1 << 40)},
        {"Upload-Length": "9", "Upload-Metadata": "filename eC5leGU="},
    )
    for headers in announced:
        answer = client.post("/uploads/", headers={"Tus-Resumable": "1.0.0", **headers})
        assert answer.status_code >= 400
        assert english_in([answer.json()["message"]], ("exe",)) == []


def test_mails_are_chinese(people: People, facts: dict[str, object]) -> None:
    client = chinese(people, "alice")
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    client.post("/account/email/", {"action_send": "", "email": "new@example.org"})
    words = {
        "oldpassword": PASSWORD,
        "password1": "correct-horse-42",
        "password2": "correct-horse-42",
    }
    client.post("/account/password/change/", words)
    for email in ("alice@example.org", "nobody@example.org"):
        chinese(people).post("/account/password/reset/", {"email": email})
    said = [text for each in mail.outbox for text in (str(each.subject), str(each.body))]
    assert len(said) >= 8
    assert english_in(said, GIVEN) == []
    assert all(each.subject.startswith("[Pecia] ") for each in mail.outbox)


def test_english_is_found() -> None:
    """What the other tests rely on."""
    html = '<p>好 <b>Left over</b></p><input placeholder="Find"><div data-done="Was copied"></div>'
    assert left(html) == ["Left over", "Find", "Was copied"]
    silent = '<p lang="en">Title</p><code>a_code</code><b translate="no">Name</b><p>PDF 文件</p>'
    assert left(silent) == []
