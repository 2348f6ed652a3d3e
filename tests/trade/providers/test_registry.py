"""Which providers a site has, and that what is wrong stops it without a secret being told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pecia.trade.providers import registry
from pecia.trade.providers.fake.mischief import adversary
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import Provider
from pecia.trade.providers.registry import FakePlaces, WronglySet, make_providers
from tests.trade.providers.keys import private_words, public_words
from tests.trade.providers.local_wechat import SEAL
from tests.trade.providers.nonces import Nonces

STRIPE = {"PECIA_STRIPE_KEY": "sk_test_1", "PECIA_STRIPE_WEBHOOK_SECRETS": "whsec_1, whsec_2"}
BANK = {
    "PECIA_BANK_HOLDER": "Pecia",
    "PECIA_BANK_CURRENCIES": "EUR,CNY",
    "PECIA_BANK_IBAN": "DE89 3704 0044 0532 0130 00",
}


def alipay() -> dict[str, str]:
    """As an operator would give it."""
    return {
        "PECIA_ALIPAY_APP_ID": "2014",
        "PECIA_ALIPAY_SELLER": "2088",
        "PECIA_ALIPAY_PRIVATE_KEY": private_words("app"),
        "PECIA_ALIPAY_PUBLIC_KEY": public_words("alipay"),
    }


def wechat() -> dict[str, str]:
    """As an operator would give it."""
    return {
        "PECIA_WECHAT_MERCHANT": "1900000109",
        "PECIA_WECHAT_APP_ID": "wx1",
        "PECIA_WECHAT_SERIAL": "AB",
        "PECIA_WECHAT_PRIVATE_KEY": private_words("merchant"),
        "PECIA_WECHAT_API_KEY": SEAL,
    }


def made(given: dict[str, str], tmp_path: Path, *, production: bool = True) -> dict[str, Provider]:
    """The providers of those settings."""
    places = FakePlaces(tmp_path / "fake.sqlite", "/pay/{key}", "http://localhost/notices")
    return make_providers(given, Nonces(), production=production, fake=places)


def test_a_site_has_what_is_set(tmp_path: Path) -> None:
    assert made({}, tmp_path) == {}
    found = made(STRIPE | alipay() | wechat() | BANK, tmp_path)
    assert list(found) == ["stripe", "alipay", "wechat", "transfer"]
    for name, provider in found.items():
        assert provider.name == name
    assert [name for name, provider in found.items() if provider.takes("CNY")] == list(found)


def test_the_fake_is_only_where_no_real_money_is(tmp_path: Path) -> None:
    assert list(made({}, tmp_path, production=False)) == ["fake"]
    assert made({"PECIA_FAKE_PAYMENTS": "off"}, tmp_path, production=False) == {}
    with pytest.raises(WronglySet, match="PECIA_FAKE_PAYMENTS"):
        made({"PECIA_FAKE_PAYMENTS": "honest"}, tmp_path)
    set_so = {"PECIA_FAKE_PAYMENTS": "adversary", "PECIA_FAKE_SEED": "7"}
    fake = made(set_so, tmp_path, production=False)["fake"]
    assert isinstance(fake, FakeProvider)
    assert fake._world.mischief == adversary(7)
    for wrong in ({"PECIA_FAKE_PAYMENTS": "evil"}, {"PECIA_FAKE_SEED": "-1"}):
        with pytest.raises(WronglySet, match="PECIA_FAKE"):
            made(set_so | wrong, tmp_path, production=False)


@pytest.mark.parametrize("name", list(registry.NEEDED))
def test_half_a_provider_is_refused(tmp_path: Path, name: str) -> None:
    given = STRIPE | alipay() | wechat() | BANK
    switches = registry.SWITCHES.get(name, ())
    for needed in registry.NEEDED[name]:
        without = {key: value for key, value in given.items() if key != needed}
        if needed in switches:
            assert name not in made(without, tmp_path)
            continue
        with pytest.raises(WronglySet, match=needed):
            made(without, tmp_path)
    for optional in () if switches else registry.OPTIONAL[name]:
        with pytest.raises(WronglySet, match=name):
            made({optional: "x"}, tmp_path)


def test_the_account_of_payouts_alone_is_no_provider(tmp_path: Path) -> None:
    account = {key: value for key, value in BANK.items() if key != registry.BANK_CURRENCIES}
    assert "transfer" not in made(account, tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"PECIA_ALIPAY_PRIVATE_KEY": "hushhush"},
        {"PECIA_ALIPAY_PUBLIC_KEY": "hushhush"},
        {"PECIA_WECHAT_API_KEY": "hushhush"},
        {"PECIA_WECHAT_PRIVATE_KEY": "hushhush"},
        {"PECIA_WECHAT_PUBLIC_KEY": "hushhush"},
        {"PECIA_WECHAT_PUBLIC_KEY": "hushhush", "PECIA_WECHAT_PUBLIC_KEY_ID": "PUB_KEY_ID_1"},
        {"PECIA_BANK_IBAN": "hushhush"},
        {"PECIA_BANK_IBAN": ""},
    ],
)
def test_what_is_wrong_is_said_and_not_quoted(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(WronglySet, match="can't be right") as told:
        made(STRIPE | alipay() | wechat() | BANK | wrong, tmp_path)
    assert "hushhush" not in str(told.value)


def test_every_setting_is_named_once() -> None:
    assert len(set(registry.SETTINGS)) == len(registry.SETTINGS)
    constants = {value for name, value in vars(registry).items() if str(value).startswith("PECIA_")}
    assert constants == set(registry.SETTINGS)


def test_a_site_without_stripe_does_not_load_it() -> None:
    code = "import sys; import pecia.trade.providers.registry; print('stripe' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
