"""Alipay's notices: forms that are signed as a whole. They are repeated with the same `notify_id`,
by which the site tells repeated ones; they carry no nonce, and their age says nothing.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from pecia.trade.errors import NoticeRefused
from pecia.trade.money import parse_money
from pecia.trade.providers import beijing, rsa
from pecia.trade.providers.alipay.facts import YUAN
from pecia.trade.providers.alipay.line import AlipaySettings, signed_content
from pecia.trade.providers.protocol import Notice

UNSIGNED = frozenset({"sign", "sign_type"})
MOST_FIELDS = 100


def read(settings: AlipaySettings, body: bytes) -> Notice:
    """The notice, once it is certain whose it is and for whom."""
    form = _form(body)
    if form.get("sign_type") != "RSA2":  # plain RSA is SHA-1
        raise NoticeRefused(reason="signature")
    if not rsa.is_signed(settings.theirs, signed_content(form, UNSIGNED), form.get("sign", "")):
        raise NoticeRefused(reason="signature")
    if form.get("app_id") != settings.app_id:
        raise NoticeRefused(reason="app")
    if form.get("seller_id") != settings.seller:
        raise NoticeRefused(reason="seller")
    return _notice(form)


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise NoticeRefused(reason="form") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise NoticeRefused(reason="form")
    return form


def _notice(form: dict[str, str]) -> Notice:
    try:
        parse_money(form["total_amount"], YUAN)
        return Notice(
            event_id=form["notify_id"],
            kind="refund" if form.get("refund_fee") else form["trade_status"],
            key=form["out_trade_no"],
            reference=form["trade_no"],
            happened_at=beijing.read(form["notify_time"]),
        )
    except (KeyError, ValueError) as error:
        raise NoticeRefused(reason="form") from error
