"""Which providers a site has: those whose settings are given, and outside production the fake.

The settings are environment variables by their names; a provider with some of its settings and not
all stops the start. What is wrong is said without quoting any value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pecia.trade.providers.protocol import FreshNonce, Provider

Given = Mapping[str, str]

FAKE, FAKE_SEED = "PECIA_FAKE_PAYMENTS", "PECIA_FAKE_SEED"
STRIPE_KEY, STRIPE_SECRETS = "PECIA_STRIPE_KEY", "PECIA_STRIPE_WEBHOOK_SECRETS"
STRIPE_ACCOUNT, STRIPE_API = "PECIA_STRIPE_ACCOUNT", "PECIA_STRIPE_API"
ALIPAY_APP, ALIPAY_SELLER = "PECIA_ALIPAY_APP_ID", "PECIA_ALIPAY_SELLER"
ALIPAY_OURS, ALIPAY_THEIRS = "PECIA_ALIPAY_PRIVATE_KEY", "PECIA_ALIPAY_PUBLIC_KEY"
ALIPAY_GATEWAY = "PECIA_ALIPAY_GATEWAY"
WECHAT_MERCHANT, WECHAT_APP = "PECIA_WECHAT_MERCHANT", "PECIA_WECHAT_APP_ID"
WECHAT_SERIAL, WECHAT_OURS = "PECIA_WECHAT_SERIAL", "PECIA_WECHAT_PRIVATE_KEY"
WECHAT_SEAL, WECHAT_API = "PECIA_WECHAT_API_KEY", "PECIA_WECHAT_API"
WECHAT_THEIRS, WECHAT_THEIR_ID = "PECIA_WECHAT_PUBLIC_KEY", "PECIA_WECHAT_PUBLIC_KEY_ID"
BANK_HOLDER, BANK_CURRENCIES = "PECIA_BANK_HOLDER", "PECIA_BANK_CURRENCIES"
BANK_IBAN, BANK_BIC = "PECIA_BANK_IBAN", "PECIA_BANK_BIC"
BANK_NUMBER, BANK_NAME = "PECIA_BANK_NUMBER", "PECIA_BANK_NAME"

# Of each provider: what it must have, and what it may have.
NEEDED = {
    "stripe": (STRIPE_KEY, STRIPE_SECRETS),
    "alipay": (ALIPAY_APP, ALIPAY_SELLER, ALIPAY_OURS, ALIPAY_THEIRS),
    "wechat": (WECHAT_MERCHANT, WECHAT_APP, WECHAT_SERIAL, WECHAT_OURS, WECHAT_SEAL),
    "transfer": (BANK_HOLDER, BANK_CURRENCIES),
}
OPTIONAL = {
    "stripe": (STRIPE_ACCOUNT, STRIPE_API),
    "alipay": (ALIPAY_GATEWAY,),
    "wechat": (WECHAT_THEIRS, WECHAT_THEIR_ID, WECHAT_API),
    "transfer": (BANK_IBAN, BANK_BIC, BANK_NUMBER, BANK_NAME),
}
# By what a provider is on, where its other settings serve something else as well: payouts go from
# the same account.
SWITCHES = {"transfer": (BANK_CURRENCIES,)}
SETTINGS = (
    FAKE,
    FAKE_SEED,
    *(name for names in (*NEEDED.values(), *OPTIONAL.values()) for name in names),
)


@dataclass(frozen=True, slots=True)
class FakePlaces:
    """Where the fake provider keeps its truth, sends buyers (with `{key}` in it), and tells of
    payouts."""

    file: Path
    page: str
    payout_url: str


class WronglySet(ValueError):
    """A setting that can't be right. Names it, and never quotes it."""


def make_providers(
    given: Given, fresh: FreshNonce, *, production: bool, fake: FakePlaces
) -> dict[str, Provider]:
    """All that are set, by their names. `WronglySet`."""
    found = {
        name: _made(name, given, fresh)
        for name in NEEDED
        if any(given.get(each) for each in SWITCHES.get(name, (*NEEDED[name], *OPTIONAL[name])))
    }
    faked = _fake(given, fresh, fake, production=production)
    return found | ({} if faked is None else {"fake": faked})


def _made(name: str, given: Given, fresh: FreshNonce) -> Provider:
    missing = [each for each in NEEDED[name] if not given.get(each)]
    if missing:
        raise WronglySet(f"{name} also needs {', '.join(missing)}")
    try:
        return MAKERS[name](given, fresh)
    except ValueError as error:
        raise WronglySet(f"the settings of {name} can't be right: {error}") from None


def _stripe(given: Given, fresh: FreshNonce) -> Provider:
    from pecia.trade.providers.stripe.line import StripeSettings
    from pecia.trade.providers.stripe.provider import StripeProvider

    return StripeProvider(
        StripeSettings(
            key=given[STRIPE_KEY],
            webhook_secrets=_words(given[STRIPE_SECRETS]),
            account=given.get(STRIPE_ACCOUNT, ""),
            api=given.get(STRIPE_API, ""),
        )
    )


def _alipay(given: Given, fresh: FreshNonce) -> Provider:
    from pecia.trade.providers.alipay.line import GATEWAY, AlipaySettings
    from pecia.trade.providers.alipay.provider import AlipayProvider

    settings = AlipaySettings(
        app_id=given[ALIPAY_APP],
        seller=given[ALIPAY_SELLER],
        private_key=given[ALIPAY_OURS],
        alipay_public_key=given[ALIPAY_THEIRS],
        gateway=given.get(ALIPAY_GATEWAY) or GATEWAY,
    )
    settings.check()
    return AlipayProvider(settings)


def _wechat(given: Given, fresh: FreshNonce) -> Provider:
    from pecia.trade.providers.wechat.provider import WechatProvider
    from pecia.trade.providers.wechat.settings import API, WechatSettings

    settings = WechatSettings(
        merchant=given[WECHAT_MERCHANT],
        app_id=given[WECHAT_APP],
        serial=given[WECHAT_SERIAL],
        private_key=given[WECHAT_OURS],
        api_key=given[WECHAT_SEAL],
        public_key=given.get(WECHAT_THEIRS, ""),
        public_key_id=given.get(WECHAT_THEIR_ID, ""),
        api=given.get(WECHAT_API) or API,
    )
    settings.check()
    return WechatProvider(settings, fresh)


def _transfer(given: Given, fresh: FreshNonce) -> Provider:
    from pecia.trade.providers.transfer import BankAccount, TransferProvider

    return TransferProvider(
        BankAccount(
            holder=given[BANK_HOLDER],
            currencies=_words(given[BANK_CURRENCIES]),
            iban=given.get(BANK_IBAN, ""),
            bic=given.get(BANK_BIC, ""),
            number=given.get(BANK_NUMBER, ""),
            bank=given.get(BANK_NAME, ""),
        )
    )


MAKERS: Mapping[str, Callable[[Given, FreshNonce], Provider]] = {
    "stripe": _stripe,
    "alipay": _alipay,
    "wechat": _wechat,
    "transfer": _transfer,
}


def _fake(
    given: Given, fresh: FreshNonce, places: FakePlaces, *, production: bool
) -> Provider | None:
    wanted = given.get(FAKE) or ("off" if production else "honest")
    if wanted == "off":
        return None
    if production:
        raise WronglySet(f"{FAKE} can't be on where PECIA_PRODUCTION is")
    from pecia.trade.providers.fake.mischief import adversary, honest
    from pecia.trade.providers.fake.provider import FakeProvider

    characters = {"honest": honest, "adversary": adversary}
    seed = given.get(FAKE_SEED) or "0"
    if wanted not in characters or not (seed.isascii() and seed.isdigit()):
        raise WronglySet(f"{FAKE} is honest, adversary or off; {FAKE_SEED} is a number")
    return FakeProvider(
        places.file,
        fresh,
        mischief=characters[wanted](int(seed)),
        page=places.page,
        payout_url=places.payout_url,
    )


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())
