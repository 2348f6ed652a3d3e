"""WeChat Pay's notices: signed, with a nonce, and sealed. Some are sent with a bad signature, to
see whether that is noticed: they are refused like any other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pecia.trade.errors import NoticeRefused, ProviderUnreachable
from pecia.trade.providers.protocol import FreshNonce, Notice
from pecia.trade.providers.wechat.line import Line
from pecia.trade.providers.wechat.settings import WechatSettings
from pecia.trade.providers.wechat.signing import NotSealed, unsealed

NAME = "wechat"


def read(
    settings: WechatSettings,
    line: Line,
    fresh: FreshNonce,
    headers: Mapping[str, str],
    body: bytes,
) -> Notice:
    """The notice, once it is certain whose it is, new, and for whom."""
    try:
        nonce = line.check_signature(headers, body)
    except ProviderUnreachable as error:  # its certificates can't be fetched: it will come again
        raise NoticeRefused(reason="key") from error
    if not fresh(NAME, nonce):
        raise NoticeRefused(reason="nonce")
    try:
        said = json.loads(body)
        about = json.loads(unsealed(settings, said["resource"]))
        _check_recipient(settings, about)
        return _notice(said, about)
    except (NotSealed, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoticeRefused(reason="form") from error


def _check_recipient(settings: WechatSettings, about: Mapping[str, Any]) -> None:
    """A refund names the merchant only."""
    if about["mchid"] != settings.merchant:
        raise NoticeRefused(reason="seller")
    if "refund_id" not in about and about["appid"] != settings.app_id:
        raise NoticeRefused(reason="app")


def _notice(said: Mapping[str, Any], about: Mapping[str, Any]) -> Notice:
    return Notice(
        event_id=str(said["id"]),
        kind=str(said["event_type"]),
        key=str(about["out_trade_no"]),
        reference=str(about.get("transaction_id") or ""),
        happened_at=datetime.fromisoformat(said["create_time"]).astimezone(UTC),
    )
