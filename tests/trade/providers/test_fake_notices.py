"""The fake provider's notices come, come again, come badly, and are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from pecia.trade.errors import NoticeRefused
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.notices import TRIES, Delivery
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.fake.signing import sign
from tests.trade.providers.conftest import MakeFake
from tests.trade.providers.requests import payment, payout
from tests.trade.providers.walking import Walk


def paid(fake: FakeProvider, key: str = "") -> str:
    """The key of a payment that is made."""
    request = payment(key)
    fake.begin(request)
    fake.pay(request.key)
    return request.key


def refusal(fake: FakeProvider, headers: Mapping[str, str], body: bytes) -> str:
    """For which reason it is refused; empty when it is not."""
    try:
        fake.read_notice(headers, body)
    except NoticeRefused as error:
        return error.reason
    return ""


def only(fake: FakeProvider) -> Delivery:
    """The one notice that is due."""
    (delivery,) = fake.due_notices()
    return delivery


def test_a_notice_says_which_payment_to_ask_about(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief())
    key = paid(fake)
    delivery = only(fake)
    notice = fake.read_notice(delivery.headers, delivery.body)
    assert (notice.key, notice.kind) == (key, "payment")
    assert notice.reference == fake.ask(key, "").reference
    assert delivery.url == "http://localhost/notices/"


def test_it_comes_again_until_it_is_acknowledged(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief())
    paid(fake)
    first = only(fake)
    assert fake.due_notices() == []
    walk.go(seconds=15)
    second = only(fake)
    events = [fake.read_notice(each.headers, each.body).event_id for each in (first, second)]
    assert events[0] == events[1]
    fake.acknowledge(second.id)
    walk.go(days=2)
    assert fake.due_notices() == []


def test_it_gives_up_after_a_day(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief())
    paid(fake)
    came = 0
    while (at := fake.next_event_at()) is not None:
        walk.at = at
        came += len(fake.due_notices())
    assert came == 1 + len(TRIES)
    assert sum(TRIES) == 24 * 3600 + 4 * 60


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        ("wrong_app", "app"),
        ("wrong_seller", "seller"),
        ("bad_signature", "signature"),
        ("old_timestamp", "age"),
        ("unknown_key", "key"),
    ],
)
def test_a_bad_one_beside_it_is_refused(make_fake: MakeFake, rate: str, reason: str) -> None:
    fake = make_fake(Mischief(seed=0, **{rate: 1.0}))
    paid(fake)
    found = {each.refusal: refusal(fake, each.headers, each.body) for each in fake.due_notices()}
    assert found == {"": "", reason: reason}


def test_a_nonce_is_good_once(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief(replayed_nonce=1))
    paid(fake)
    delivery = only(fake)
    assert refusal(fake, delivery.headers, delivery.body) == ""
    fake.acknowledge(delivery.id)
    walk.go(seconds=30)
    again = only(fake)
    assert (again.headers, again.body) == (delivery.headers, delivery.body)
    assert refusal(fake, again.headers, again.body) == again.refusal == "nonce"


def test_a_nonce_is_not_used_up_by_a_forgery(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief())
    paid(fake)
    good = only(fake)
    forged = dict(good.headers) | {"Fake-Signature": "0" * 64}
    assert refusal(fake, forged, good.body) == "signature"
    assert refusal(fake, good.headers, good.body) == ""


def test_every_byte_is_signed(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief())
    paid(fake)
    good = only(fake)
    assert refusal(fake, good.headers, good.body + b" ") == "signature"
    for name in ("Fake-Timestamp", "Fake-Nonce"):
        changed = dict(good.headers)
        changed[name] = str(int(changed[name]) + 1) if name.endswith("p") else changed[name] + "0"
        assert refusal(fake, changed, good.body) == "signature"
    for name in ("Fake-Timestamp", "Fake-Nonce", "Fake-Serial", "Fake-Signature"):
        without = {key: value for key, value in good.headers.items() if key != name}
        assert refusal(fake, without, good.body) == "form"
    assert refusal(fake, dict(good.headers) | {"fake-nonce": "twice"}, good.body) == "form"
    assert refusal(fake, dict(good.headers) | {"Fake-Timestamp": "１"}, good.body) == "form"
    lower = {key.lower(): value for key, value in good.headers.items()}
    assert refusal(fake, lower, good.body) == ""


def test_it_is_too_old_or_from_the_future_by_five_minutes(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief())
    paid(fake)
    good = only(fake)
    walk.go(seconds=301)
    assert refusal(fake, good.headers, good.body) == "age"
    walk.go(seconds=-602)
    assert refusal(fake, good.headers, good.body) == "age"
    walk.go(seconds=1)
    assert refusal(fake, good.headers, good.body) == ""


def test_a_new_key_is_unknown_until_it_is_published(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief(rotated_key=1))
    paid(fake)
    for _ in range(2):
        assert refusal(fake, *_parts(only(fake))) == "key"
        walk.go(seconds=15)
    assert refusal(fake, *_parts(only(fake))) == ""


def test_an_old_key_is_good_for_a_day_of_grace(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief(rotated_key=1))
    paid(fake)
    body = only(fake).body
    for later, reason in (({"days": 1, "seconds": 29}, ""), ({"seconds": 1}, "key")):
        now = walk.go(**later)
        old = sign(Mischief(), 1, now, f"nonce {later}", body)
        assert refusal(fake, old, body) == reason


def _parts(delivery: Delivery) -> tuple[Mapping[str, str], bytes]:
    return delivery.headers, delivery.body


def test_it_comes_twice_although_it_was_taken(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief(duplicate=1))
    paid(fake)
    first = only(fake)
    fake.acknowledge(first.id)
    walk.go(minutes=1)
    second = only(fake)
    assert json.loads(first.body) == json.loads(second.body)
    assert refusal(fake, *_parts(first)) == refusal(fake, *_parts(second)) == ""


def test_it_never_comes_or_comes_late(make_fake: MakeFake, walk: Walk) -> None:
    dropped = make_fake(Mischief(dropped=1))
    key = paid(dropped)
    assert dropped.next_event_at() is None
    assert dropped.ask(key, "").captured.minor == 1999
    reordered = make_fake(Mischief(reordered=1))
    paid(reordered)
    assert reordered.due_notices() == []
    walk.go(minutes=30)
    assert refusal(reordered, *_parts(only(reordered))) == ""


def test_a_payout_is_told_of(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief())
    fake.send(payout("out"))
    notice = fake.read_notice(*_parts(only(fake)))
    assert (notice.kind, notice.key) == ("payout", "out")
