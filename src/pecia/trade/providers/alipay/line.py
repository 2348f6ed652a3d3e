"""The line to Alipay's gateway: signed requests (RSA2), answers that are believed when signed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from pecia.kernel import clock
from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.providers import beijing, rsa
from pecia.trade.providers.fetching import fetch

GATEWAY = "https://openapi.alipay.com/gateway.do"
DONE = "10000"
UNCLEAR = frozenset({"20000", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR", "isp.unknow-error"})
_HEAD = re.compile(r'\s*\{\s*"(\w+)"\s*:\s*')


@dataclass(frozen=True)
class AlipaySettings:
    """What the operator got from Alipay. `seller` is the number that begins with 2088."""

    app_id: str
    seller: str
    private_key: str = field(repr=False)
    alipay_public_key: str = field(repr=False)
    gateway: str = GATEWAY

    def check(self) -> None:
        """ValueError unless both keys are keys."""
        _ = (self.ours, self.theirs)

    @cached_property
    def ours(self) -> RSAPrivateKey:
        """The key that we sign with."""
        return rsa.private_key(self.private_key)

    @cached_property
    def theirs(self) -> RSAPublicKey:
        """The key that Alipay signs with."""
        return rsa.public_key(self.alipay_public_key)


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Alipay understood, and did not do it; `code` says why."""

    code: str


def signed_content(parameters: Mapping[str, str], without: frozenset[str]) -> bytes:
    """What is signed: the parameters in their order, as they are before they are encoded."""
    kept = sorted((name, value) for name, value in parameters.items() if name not in without)
    return "&".join(f"{name}={value}" for name, value in kept).encode()


def signed_query(
    settings: AlipaySettings, method: str, content: Mapping[str, object], **more: str
) -> str:
    """A request in the form of a query."""
    parameters = {
        "app_id": settings.app_id,
        "method": method,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": beijing.written(clock.now()),
        "version": "1.0",
        "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    } | {name: value for name, value in more.items() if value}
    parameters["sign"] = rsa.sign(settings.ours, signed_content(parameters, frozenset({"sign"})))
    return urlencode(parameters)


def call(settings: AlipaySettings, method: str, content: Mapping[str, object]) -> dict[str, Any]:
    """What Alipay answers. `Refusal`; `ProviderUnreachable`."""
    headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
    body = signed_query(settings, method, content).encode()
    fetched = fetch("POST", settings.gateway, body, headers)
    if fetched.status != 200:
        raise ProviderUnreachable
    said = _believed(settings, method.replace(".", "_") + "_response", fetched.body)
    code = str(said.get("code"))
    if code == DONE:
        return said
    reason = str(said.get("sub_code") or code)
    if code in UNCLEAR or reason in UNCLEAR:
        raise ProviderUnreachable
    raise Refusal(reason)


def _believed(settings: AlipaySettings, name: str, body: bytes) -> dict[str, Any]:
    """The part that is signed, from just those bytes that the signature covers."""
    try:
        text = body.decode()
        head = _HEAD.match(text)
        signature = json.loads(text)["sign"]
        if head is None or head[1] != name:
            raise ProviderUnreachable
        said, end = json.JSONDecoder().raw_decode(text, head.end())
        if not rsa.is_signed(settings.theirs, text[head.end() : end].encode(), signature):
            raise ProviderUnreachable
        return dict(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderUnreachable from error


def order(settings: AlipaySettings, method: str, content: Mapping[str, object]) -> dict[str, Any]:
    """As `call`, for what Alipay either does or refuses. `ProviderRefused`."""
    try:
        return call(settings, method, content)
    except Refusal as refusal:
        raise ProviderRefused(reason=refusal.code) from refusal
