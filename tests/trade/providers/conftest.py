"""What the tests of providers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.trade.providers.alipay.provider import AlipayProvider
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.stripe.line import StripeSettings
from pecia.trade.providers.stripe.provider import StripeProvider
from pecia.trade.providers.wechat.provider import WechatProvider
from tests.trade.providers.local_alipay import LocalAlipay
from tests.trade.providers.local_alipay import settings_for as local_alipay_settings
from tests.trade.providers.local_stripe import KEY, PYTHON, SECRET, Front, local_stripe
from tests.trade.providers.local_wechat import LocalWechat
from tests.trade.providers.local_wechat import settings_for as local_wechat_settings
from tests.trade.providers.nonces import Nonces
from tests.trade.providers.serving import serving
from tests.trade.providers.stands import Stand
from tests.trade.providers.walking import Walk

MakeFake = Callable[[Mischief], FakeProvider]


@pytest.fixture
def walk() -> Iterator[Walk]:
    """The clock, standing at noon until the test moves it."""
    walk = Walk()
    with clock.running_by(walk):
        yield walk


@pytest.fixture
def nonces() -> Nonces:
    """No nonce was seen so far."""
    return Nonces()


@pytest.fixture
def make_fake(tmp_path: Path, nonces: Nonces, walk: Walk) -> Iterator[MakeFake]:
    """A fake provider of a character, on a new file."""
    made: list[FakeProvider] = []

    def make(mischief: Mischief) -> FakeProvider:
        fake = FakeProvider(
            tmp_path / f"fake-{len(made)}.sqlite",
            nonces,
            mischief=mischief,
            payout_url="http://localhost/notices/",
        )
        made.append(fake)
        return fake

    yield make
    for fake in made:
        fake.close()


@pytest.fixture
def fake_stand(tmp_path: Path, nonces: Nonces) -> Iterator[Stand]:
    """The fake provider, honest but for answers that get lost."""
    fake = FakeProvider(tmp_path / "stand.sqlite", nonces)

    @contextmanager
    def breaks() -> Iterator[None]:
        fake._world.mischief = Mischief(error_after_success=1)
        yield
        fake._world.mischief = Mischief()

    yield Stand(
        provider=fake,
        currency="CNY",
        pay=lambda request, begun: fake.pay(request.key),
        told=lambda request: next((dict(each.headers), each.body) for each in fake.due_notices()),
        breaks=breaks,
        signed=("Fake-Timestamp", "Fake-Nonce", "Fake-Serial", "Fake-Signature"),
        fee=12,
    )
    fake.close()


@pytest.fixture(scope="session")
def front() -> Iterator[Front]:
    """localstripe, where it is installed."""
    if not PYTHON.exists():
        pytest.skip("localstripe is not installed; scripts/install-localstripe does that")
    with local_stripe() as front:
        yield front


@pytest.fixture
def stripe_stand(front: Front) -> Stand:
    """The Stripe provider before localstripe."""

    @contextmanager
    def breaks() -> Iterator[None]:
        front.broken = 1
        yield
        front.broken = 0

    return Stand(
        provider=StripeProvider(StripeSettings(KEY, (SECRET,), api=front.address)),
        currency="EUR",
        pay=lambda request, begun: front.pay(begun.reference),
        told=lambda request: front.event_of(request.key),
        breaks=breaks,
        signed=("Stripe-Signature",),
        fee=0,
    )


@pytest.fixture
def local_alipay(walk: Walk) -> Iterator[LocalAlipay]:
    """Alipay, before which a provider may stand."""
    local = LocalAlipay()
    with serving(local.answer) as local.address:
        yield local


@pytest.fixture
def alipay_stand(local_alipay: LocalAlipay) -> Stand:
    """The Alipay provider before a server that speaks as Alipay does."""

    @contextmanager
    def breaks() -> Iterator[None]:
        local_alipay.broken = 1
        yield
        local_alipay.broken = 0

    return Stand(
        provider=AlipayProvider(local_alipay_settings(local_alipay.address)),
        currency="CNY",
        pay=lambda request, begun: local_alipay.pay(begun.value),
        told=lambda request: ({}, local_alipay.notice_of(request.key)),
        breaks=breaks,
        signed=(),
        visit=lambda begun: local_alipay.visit(begun.value),
        asks_to_begin=False,
    )


@pytest.fixture
def local_wechat(walk: Walk) -> Iterator[LocalWechat]:
    """WeChat Pay, before which a provider may stand."""
    local = LocalWechat()
    with serving(local.answer) as local.address:
        yield local


@pytest.fixture
def wechat_stand(local_wechat: LocalWechat, nonces: Nonces) -> Stand:
    """The WeChat Pay provider before a server that speaks as WeChat Pay does."""

    @contextmanager
    def breaks() -> Iterator[None]:
        local_wechat.broken = 1
        yield
        local_wechat.broken = 0

    return Stand(
        provider=WechatProvider(local_wechat_settings(local_wechat.address), nonces),
        currency="CNY",
        pay=lambda request, begun: local_wechat.pay(request.key),
        told=lambda request: local_wechat.notice_of(request.key),
        breaks=breaks,
        signed=(
            "Wechatpay-Timestamp",
            "Wechatpay-Nonce",
            "Wechatpay-Signature",
            "Wechatpay-Serial",
        ),
    )
