"""Accounts: signing up and in, what is theirs in an archive, the way out, and the first operator."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.test import Client
from pytest_django.fixtures import Settings

from pecia.accounts.public import Role, User, grant_role, revoke_role
from pecia.edge.first_operator import setup_token
from pecia.kernel import events
from pecia.library.public import (
    Collection,
    Document,
    Favourite,
    add_to_collection,
    create_collection,
    toggle_favourite,
)
from tests.factories.documents import make_document
from tests.people import PASSWORD, People
from tests.web.site import body_of, browser_of, text_of

pytestmark = pytest.mark.django_db

STRONG = "correct-horse-battery-42"


def sign_in(client: Client, password: str, email: str = "alice@example.org") -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def sign_up(client: Client, **words: str) -> Any:
    facts = {
        "email": "new@example.org", "password1": STRONG, "password2": STRONG, "display_name": "Newton",
    }  # fmt: skip
    return client.post("/account/signup/", facts | words)


def test_somebody_signs_up_and_is_in(people: People) -> None:
    client = browser_of(people)
    assert sign_up(client).status_code == 302
    user = User.objects.get(email="new@example.org")
    assert (user.display_name, user.roles) == ("Newton", frozenset())
    assert client.get("/mine/").status_code == 200


@pytest.mark.parametrize("weak", ["short", "1234567890", "password12", "new@example.org"])
def test_a_weak_password_is_not_taken(weak: str, people: People) -> None:
    answer = sign_up(browser_of(people), password1=weak, password2=weak)
    assert answer.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_where_addresses_are_verified_signing_up_does_not_tell_who_has_an_account(
    people: People, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    known = sign_up(browser_of(people), email="alice@example.org")
    unknown = sign_up(browser_of(people), email="nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert User.objects.filter(email="alice@example.org").count() == 1


def test_a_closed_site_takes_nobody_new(people: People, settings: Settings) -> None:
    settings.OPEN_REGISTRATION = False
    sign_up(browser_of(people))
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_guesses_passwords_is_stopped_and_the_owner_can_wait(people: People) -> None:
    client = browser_of(people)
    for number in range(5):
        assert sign_in(client, f"guess-{number}").status_code == 200
    assert sign_in(client, PASSWORD).status_code in (200, 429)
    assert client.get("/mine/").status_code == 302
    from django.core.cache import cache

    cache.clear()  # as after ten minutes
    assert sign_in(client, PASSWORD).status_code == 302


def test_one_address_guesses_no_more_at_another_account(people: People) -> None:
    client = browser_of(people)
    for number in range(10):
        sign_in(client, "guess", f"nobody{number}@example.org")
    sign_in(client, PASSWORD)
    assert client.get("/mine/").status_code == 302


def test_nobody_is_signed_out_by_a_link(people: People) -> None:
    client = browser_of(people, "alice")
    client.get("/account/logout/")
    assert client.get("/mine/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/mine/").status_code == 302


def test_a_suspended_account_is_out_at_once(people: People) -> None:
    client = browser_of(people, "alice")
    User.objects.filter(pk=people.alice.pk).update(is_active=False)
    assert client.get("/mine/").status_code == 302
    sign_in(client, PASSWORD)
    assert client.get("/mine/").status_code == 302


def test_signing_in_leads_nowhere_else(people: People) -> None:
    answer = browser_of(people).post(
        "/account/login/?next=https://evil.example/",
        {"login": "alice@example.org", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]


def test_a_name_is_changed_and_one_that_is_taken_is_told(people: People) -> None:
    client = browser_of(people, "alice")
    client.post("/account/", {"display_name": "Alice Under", "handle": "alice-under"})
    user = User.objects.get(pk=people.alice.pk)
    assert (user.display_name, user.handle) == ("Alice Under", "alice-under")
    taken = browser_of(people, "bob").post(
        "/account/", {"display_name": "B", "handle": "alice-under"}
    )
    assert taken.status_code == 200
    assert User.objects.get(pk=people.bob.pk).handle != "alice-under"
    assert client.post("/account/", {"handle": "../x"}).status_code == 200


# Languages.


def test_a_language_is_chosen_by_cookie_and_account(people: People) -> None:
    client = browser_of(people)
    assert client.get("/")["Content-Language"] == "en"
    answer = client.post("/language/", {"language": "zh-hans", "next": "/new/"})
    assert answer["Location"] == "/new/"
    page = client.get("/")
    assert page["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in page.content.decode().lower()
    member = browser_of(people, "alice")
    member.post("/language/", {"language": "zh-hans"})
    assert User.objects.get(pk=people.alice.pk).language == "zh-hans"
    assert browser_of(people, "alice").get("/")["Content-Language"] == "zh-hans"


def test_the_browser_s_language_counts_where_nobody_has_chosen(people: People) -> None:
    client = browser_of(people)
    page = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert page["Content-Language"] == "zh-hans"
    assert "Accept-Language" in page["Vary"]


@pytest.mark.parametrize("code", ["xx", "", "../en", "\0"])
def test_a_language_that_is_not_spoken_changes_nothing(code: str, people: People) -> None:
    client = browser_of(people, "alice")
    assert client.post("/language/", {"language": code}).status_code == 302
    assert User.objects.get(pk=people.alice.pk).language == ""
    assert current.LANGUAGE_COOKIE_NAME not in client.cookies


def test_choosing_a_language_leads_nowhere_else(people: People) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:x"):
        answer = browser_of(people).post("/language/", {"language": "en", "next": target})
        assert answer["Location"] == "/"


# What is theirs.


def archive_of(people: People, name: str) -> zipfile.ZipFile:
    response = browser_of(people, name).post("/account/export/")
    assert "attachment" in response["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(body_of(response)))


def test_the_archive_holds_what_is_theirs_and_nothing_of_others(
    people: People, tmp_path: Path
) -> None:
    own = make_document(tmp_path, people.alice, content=b"hers", title="Hers")
    colleague = make_document(tmp_path, people.bob, content=b"his", organisation=people.press)
    toggle_favourite(people.alice, colleague)
    shelf = create_collection(people.alice, "Shelf")
    add_to_collection(shelf, own)
    archive = archive_of(people, "alice")
    assert archive.namelist() == ["account.json", f"documents/{own.number}/1/report.docx"]
    assert archive.read(archive.namelist()[1]) == b"hers"
    facts = json.loads(archive.read("account.json"))
    assert facts["email"] == "alice@example.org"
    assert [each["title"] for each in facts["documents"]] == ["Hers"]
    assert facts["favourites"] == [colleague.number]
    assert facts["collections"][0]["documents"] == [own.number]
    assert "his" not in archive.read("account.json").decode().split()


def test_the_archive_is_not_made_by_looking(people: People) -> None:
    response = browser_of(people, "alice").get("/account/export/")
    assert response["Content-Type"].startswith("text/html")


# The way out.


def close(people: People, **words: str) -> Any:
    client = browser_of(people, "alice")
    answer = client.post("/account/close/", words)
    while events.deliver_due():
        pass
    return answer


def test_a_closed_account_says_nobody_and_keeps_nothing(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    toggle_favourite(people.alice, document)
    create_collection(people.alice, "Shelf", is_public=True)
    handle = people.alice.handle
    assert close(people, documents="withdraw", sure="on").status_code == 302
    user = User.objects.get(pk=people.alice.pk)
    assert user.erased_at is not None
    told = " ".join(map(str, User.objects.filter(pk=user.pk).values_list().get()))
    for secret in ("alice", handle):
        assert secret not in told
    assert not Favourite.objects.filter(user=user).exists()
    assert not Collection.objects.filter(owner=user).exists()
    assert Document.objects.get().state == "withdrawn"
    assert browser_of(people).get(f"/u/{handle}/").status_code == 404
    page = text_of(browser_of(people).get(f"/d/{document.number}/"))
    assert "ali" not in page


def test_who_was_erased_can_not_come_in_and_is_signed_out_everywhere(people: People) -> None:
    elsewhere = browser_of(people, "alice")
    close(people, documents="keep", sure="on")
    assert elsewhere.get("/mine/").status_code == 302
    client = browser_of(people)
    sign_in(client, PASSWORD)
    assert client.get("/mine/").status_code == 302


def test_documents_may_stay_for_their_readers(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    close(people, documents="keep", sure="on")
    page = browser_of(people).get(f"/d/{document.number}/")
    assert page.status_code == 200
    assert b"ali****" not in page.content


def test_nobody_leaves_by_mistake(people: People) -> None:
    assert close(people, documents="keep").status_code == 200
    assert User.objects.get(pk=people.alice.pk).is_active


def test_the_address_is_free_for_somebody_new(people: People) -> None:
    close(people, documents="keep", sure="on")
    sign_up(browser_of(people), email="alice@example.org")
    assert User.objects.filter(email="alice@example.org", is_active=True).count() == 1


# The first operator.


@pytest.fixture
def no_operator(people: People) -> People:
    revoke_role(people.olga, Role.OPERATOR)
    return people


def test_the_link_of_the_console_makes_one_operator_once(no_operator: People) -> None:
    path = f"/setup/{setup_token(current.DATA)}/"
    client = browser_of(no_operator)
    assert client.get(path).status_code == 200
    answer = client.post(path, {"email": "first@example.org", "password": STRONG})
    assert answer["Location"] == "/operator/"
    assert client.get("/operator/").status_code == 200
    assert Role.OPERATOR in User.objects.get(email="first@example.org").roles
    other = browser_of(no_operator)
    assert other.get(path).status_code == 404
    assert other.post(path, {"email": "x@example.org", "password": STRONG}).status_code == 404


def test_the_link_dies_when_there_is_an_operator_by_another_way(no_operator: People) -> None:
    path = f"/setup/{setup_token(current.DATA)}/"
    grant_role(no_operator.charlie, Role.OPERATOR)
    assert browser_of(no_operator).get(path).status_code == 404


@pytest.mark.parametrize("password", ["", "short", "password12", "1234567890"])
def test_a_weak_operator_is_not_made(password: str, no_operator: People) -> None:
    path = f"/setup/{setup_token(current.DATA)}/"
    facts = {"email": "first@example.org", "password": password}
    assert browser_of(no_operator).post(path, facts).status_code == 200
    assert not User.objects.filter(email="first@example.org").exists()
    assert browser_of(no_operator).get(path).status_code == 200


def test_a_guessed_link_is_not_there_and_guessing_is_slow(no_operator: People) -> None:
    setup_token(current.DATA)
    client = browser_of(no_operator)
    answers = [client.get(f"/setup/guess{number}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_the_token_is_for_our_eyes_only(no_operator: People) -> None:
    setup_token(current.DATA)
    assert (Path(current.DATA) / "setup-token").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["login", "signup", "password/reset"])
def test_pages_of_accounts_bear_the_name_of_the_site(path: str, people: People) -> None:
    page = text_of(browser_of(people).get(f"/account/{path}/"))
    assert "Pecia</a>" in page
    assert "testserver" not in page.split("<main")[0]


def test_letters_begin_with_the_name_of_the_site(people: People, mailoutbox: list[Any]) -> None:
    browser_of(people).post("/account/password/reset/", {"email": people.alice.email})
    assert mailoutbox[0].subject.startswith("[Pecia] ")
