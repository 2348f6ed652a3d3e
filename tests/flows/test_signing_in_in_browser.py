"""Passkeys and codes of an app, as a person adds them and signs in with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.flows.visitors import confirm_if_asked, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site-in-browser")]

PERIOD = 30
MINE = re.compile(r":\d+/mine/$")


def device(page: Page) -> CDPSession:
    """A device with a passkey store whose owner says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def forget_session(page: Page) -> None:
    """As if it were another day."""
    page.context.clear_cookies()
    page.goto("/mine/")
    expect(page).to_have_url(re.compile(r"/account/login/"))


def add_passkey(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("link", name="Manage Passkeys").click()
    page.get_by_role("link", name="Add").first.click()
    confirm_if_asked(page)
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).not_to_have_url(re.compile(r"/webauthn/add/"))


def test_a_passkey_is_added_and_signs_in(tab: Page) -> None:
    device(tab)
    sign_in(tab, "kay")
    add_passkey(tab)
    forget_session(tab)
    tab.get_by_role("button", name="Use a passkey").click()
    expect(tab).to_have_url(MINE)
    tab.goto("/account/")
    expect(tab.get_by_text("kay@example.org")).to_be_visible()


def code_of(secret: str, counter: int) -> str:
    """What an app shows in that half of a minute (RFC 6238)."""
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    value = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{value % 1_000_000:06}"


def now() -> int:
    """The half of a minute; never its last seconds, so that the code is not too late."""
    while time.time() % PERIOD > PERIOD - 4:
        time.sleep(0.5)
    return int(time.time()) // PERIOD


def test_codes_of_an_app_are_turned_on_and_asked_for(tab: Page) -> None:
    sign_in(tab, "tom")
    tab.goto("/account/2fa/totp/activate/")
    confirm_if_asked(tab)
    secret = tab.locator("#authenticator_secret").input_value()
    used = now()
    tab.locator("[name=code]").fill(code_of(secret, used))
    tab.get_by_role("button", name="Activate").click()
    expect(tab.get_by_role("heading", name=re.compile("recovery codes", re.IGNORECASE)).first).to_be_visible()  # fmt: skip
    forget_session(tab)
    sign_in(tab, "tom")
    code = tab.locator("[name=code]")
    code.fill("000000")
    tab.get_by_role("button", name="Sign In", exact=True).click()
    expect(tab.locator("form .field__error, form [role=alert]").first).to_be_visible()
    tab.goto("/mine/")
    expect(tab).to_have_url(re.compile(r"/account/2fa/authenticate/"))
    while now() == used:  # a code is good for one time
        time.sleep(0.5)
    code.fill(code_of(secret, now()))
    tab.get_by_role("button", name="Sign In", exact=True).click()
    expect(tab).to_have_url(MINE)
