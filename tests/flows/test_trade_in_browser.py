"""From the price to the publisher's bank, in a real browser at a real site."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.flows.running_site import RunningSite, running
from tests.flows.site_process import SiteProcess
from tests.flows.visitors import (
    TIMEOUT,
    describe_and_publish,
    hash_of,
    sign_in,
    upload,
    visiting,
)
from tests.trade.providers.local_stripe import KEY, PYTHON, SECRET, Front, local_stripe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site-in-browser")]

MATURE = """
from django.utils import timezone
from pecia.trade.public import Credit
answer = Credit.objects.update(due_at=timezone.now())
"""
TRIAL = """
from pecia.trade.public import trial_balance
answer = trial_balance()
"""
CHECKOUT = "https://checkout.stripe.com"
ORDER = """
from pecia.trade.public import Order
answer = Order.objects.latest("pk").token
"""
IBAN = "DE89 3704 0044 0532 0130 00"


def price(page: Page, number: int, amount: str, free: int) -> None:
    """Ask so much for it."""
    page.goto(f"/mine/{number}/price/")
    page.get_by_label("Price", exact=True).fill(amount)
    page.get_by_label("Free pages").fill(str(free))
    page.get_by_role("button", name="Sell it").click()
    expect(page.get_by_text("It is for sale at this price")).to_be_visible()


Pay = Callable[[Page], None]


def pay_in_the_demo(page: Page) -> None:
    """On the page of the provider that moves no money."""
    page.wait_for_url(re.compile("/pay/fake/"))
    page.get_by_role("button", name="Pay", exact=True).click()


def buy_as_guest(page: Page, number: int, folder: Path, way: str, pay: Pay) -> str:
    """Read what is free, buy the rest, download it; the hash of what came."""
    page.goto(f"/d/{number}/")
    expect(page.locator("#p2 .sheet__img")).to_be_attached()
    expect(page.locator("#p3")).to_have_count(0)
    assert page.request.get(f"/d/{number}/download/").status == 404
    page.locator("#download").get_by_role("link", name="Buy").click()
    expect(page.get_by_role("heading", name="What you would buy")).to_be_visible()
    expect(page.get_by_text("The first 2 pages are free to read")).to_be_visible()
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_label(way).check()
    page.get_by_label(re.compile("I want the file at once")).check()
    page.get_by_role("button", name="Order and pay").click()
    pay(page)
    with page.expect_download(timeout=TIMEOUT) as coming:
        page.get_by_role("link", name="Download").click(timeout=TIMEOUT)
    coming.value.save_as(folder / "bought")
    return hash_of(folder / "bought")


def wait_for(page: Page, available: str) -> None:
    """Look again and again until a worker has let earnings mature."""
    for _ in range(60):
        page.reload()
        if page.locator("#payouts .buy__price").inner_text().strip() == available:
            return
        page.wait_for_timeout(500)
    raise AssertionError("nothing has matured")


def request_payout(page: Page) -> None:
    """Say where the money goes, and ask for all of it."""
    page.goto("/mine/income/")
    page.get_by_label("Account holder").fill("Alice Longname")
    page.get_by_label("IBAN or account number").fill(IBAN)
    page.get_by_label("Country").fill("DE")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Amount")).to_have_value("25.00")
    page.get_by_role("button", name="Pay out").click()
    expect(page.get_by_text("Requested. It goes out")).to_be_visible()


def test_the_price_reaches_the_publisher_whole(
    browser: Browser, running_site: RunningSite, big_file: Path, tmp_path: Path
) -> None:
    sell_and_pay_out(
        browser, running_site, big_file, tmp_path, "Demo payment, no money moves", pay_in_the_demo
    )
    balances = running_site.ask(TRIAL)
    assert balances["clearing:fake:EUR"] + balances["provider_fees:EUR"] == 2500


@pytest.mark.skipif(not PYTHON.exists(), reason="scripts/install-localstripe has not run")
def test_the_same_through_stripe(
    browser: Browser, empty_site: SiteProcess, big_file: Path, tmp_path: Path
) -> None:
    with local_stripe() as front:
        keys = {"KEY": KEY, "WEBHOOK_SECRETS": SECRET, "API": front.address}
        given = {f"PECIA_STRIPE_{name}": value for name, value in keys.items()}
        with running(empty_site, tmp_path, **given) as site:
            pay = partial(pay_at_stripe, front, site)
            way = "Card, wallet or bank (Stripe)"
            sell_and_pay_out(browser, site, big_file, tmp_path, way, pay)
            balances = site.ask(TRIAL)
    assert balances["clearing:stripe:EUR"] + balances.get("provider_fees:EUR", 0) == 2500


def pay_at_stripe(front: Front, site: RunningSite, page: Page) -> None:
    """On Stripe's page, which is not there: the card is charged behind it, and the site is told."""
    page.wait_for_url(f"{CHECKOUT}/**")
    (session,) = front.sessions
    front.pay(session)
    headers, body = front.event_of(page.url.rpartition("/")[2])
    told = requests.post(f"{site.address}/pay/notices/stripe/", body, headers=headers, timeout=30)
    assert told.status_code == 200, told.text
    page.goto(f"/orders/{site.ask(ORDER)}/")


def sell_and_pay_out(
    browser: Browser, running_site: RunningSite, big_file: Path, tmp_path: Path, way: str, pay: Pay
) -> None:
    """A price, a stranger who buys, a publisher who is paid all of it."""
    with visiting(browser, running_site) as alice:
        sign_in(alice, "alice")
        upload(alice, big_file)
        number = describe_and_publish(alice, "Stationers and their pieces")
        price(alice, number, "25.00", 2)
        with visiting(browser, running_site, CHECKOUT) as reader:
            reader.route(f"{CHECKOUT}/**", lambda route: route.fulfill(body="Stripe's own page"))
            assert buy_as_guest(reader, number, tmp_path, way, pay) == hash_of(big_file)
        alice.goto("/mine/income/")
        expect(alice.get_by_text("€25.00 more has not been earned for long enough")).to_be_visible()
        assert running_site.ask(MATURE) == 1
        wait_for(alice, "€25.00")
        request_payout(alice)
    with visiting(browser, running_site) as olga:
        sign_in(olga, "olga")
        olga.goto("/operator/books/payouts/")
        olga.get_by_role("button", name="Make a batch").click()
        expect(olga.get_by_text("Drafted", exact=True)).to_be_visible()
        expect(olga.get_by_role("button", name="Approve")).to_have_count(0)
    with visiting(browser, running_site) as petra:
        sign_in(petra, "petra")
        petra.goto("/operator/books/payouts/")
        petra.get_by_role("button", name="Approve").click()
        expect(petra.get_by_role("link", name="pain.001")).to_have_count(0)
        petra.get_by_role("button", name="Make the file for the bank").click()
        with petra.expect_download() as coming:
            petra.get_by_role("link", name="pain.001").click()
        coming.value.save_as(tmp_path / "bank.xml")
        petra.get_by_role("button", name="Paid").click()
        expect(petra.get_by_text("Paid", exact=True)).to_be_visible()
    order = ET.fromstring((tmp_path / "bank.xml").read_text())
    names = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
    assert [row.text for row in order.iterfind(".//p:InstdAmt", names)] == ["25.00"]
    balances = running_site.ask(TRIAL)
    assert balances["bank:EUR"] == -2500
    assert {amount for key, amount in balances.items() if key.startswith(("seller", "payout"))} == {
        0
    }
