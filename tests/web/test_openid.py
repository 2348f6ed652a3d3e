"""Signing in with another provider's account, by OpenID Connect."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from pecia.accounts.public import User
from pecia.config import sign_in_providers
from tests.people import People
from tests.web.openid_provider import OpenIdProvider, openid_provider
from tests.web.site import browser_of, text_of

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/campus/login/"


@pytest.fixture
def campus(settings: Settings) -> Iterator[OpenIdProvider]:
    """A provider that this site knows."""
    with openid_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app]}}
        yield provider


def sign_in(client: Client) -> Any:
    """Press the button, let the provider say yes, come back."""
    asked = client.post(LOGIN)
    assert asked.status_code == 302
    yes = requests.get(asked["Location"], allow_redirects=False, timeout=10)
    back = urlsplit(yes.headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def who(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_sign_in_page_offers_it(campus: OpenIdProvider, people: People) -> None:
    for path in ("/account/login/", "/account/signup/"):
        assert "Campus" in text_of(browser_of(people).get(path))


def test_somebody_new_gets_an_account_and_finds_it_again(
    campus: OpenIdProvider, people: People
) -> None:
    first, second = browser_of(people), browser_of(people)
    assert sign_in(first).status_code == 200
    sign_in(second)
    user = who(first)
    assert who(second) == user
    assert (user.email, user.display_name) == ("jane@example.org", "Jane Doe")
    assert user.roles == frozenset()
    assert not user.has_usable_password()


def test_the_account_of_an_address_is_not_taken_over(
    campus: OpenIdProvider, people: People
) -> None:
    campus.claims["email"] = people.olga.email
    client = browser_of(people)
    told = text_of(sign_in(client))
    assert "_auth_user_id" not in client.session
    assert people.olga.email in told


def test_a_refusal_is_told(campus: OpenIdProvider, people: People) -> None:
    campus.refuses = True
    client = browser_of(people)
    answer = sign_in(client)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_away_is_told(campus: OpenIdProvider, people: People) -> None:
    campus.shutdown()
    campus.server_close()
    answer = browser_of(people).post(LOGIN)
    assert answer.status_code == 503
    assert "provider_away" in text_of(answer)


def test_a_closed_site_makes_no_account(
    campus: OpenIdProvider, people: People, settings: Settings
) -> None:
    settings.OPEN_REGISTRATION = False
    client = browser_of(people)
    sign_in(client)
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email="jane@example.org").exists()


@pytest.mark.browser
@pytest.mark.xdist_group("web-preview")
@pytest.mark.django_db(transaction=True)
def test_a_browser_is_led_to_the_provider_and_back(
    campus: OpenIdProvider, browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] = ["'self'", *sign_in_providers.origins([campus.app])]
    settings.CONTENT_SECURITY_POLICY = policy
    page = browser.new_context(base_url=live_server.url).new_page()
    page.goto("/account/login/")
    page.get_by_role("link", name="Campus").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/mine/")
    assert User.objects.get().email == "jane@example.org"
    page.context.close()
