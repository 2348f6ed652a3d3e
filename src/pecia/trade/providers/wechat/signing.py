"""What is signed in requests, answers and notices, and what is sealed in them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pecia.kernel import clock
from pecia.trade.providers import rsa
from pecia.trade.providers.wechat.settings import WechatSettings

SCHEME = "WECHATPAY2-SHA256-RSA2048"


class NotSealed(ValueError):
    """Not sealed with our key, or changed since."""


def authorization(settings: WechatSettings, method: str, path: str, body: bytes) -> str:
    """The header of a request."""
    timestamp, nonce = str(int(clock.now().timestamp())), token_hex(16).upper()
    signature = rsa.sign(settings.ours, _joined(method, path, timestamp, nonce) + body + b"\n")
    fields = {
        "mchid": settings.merchant,
        "nonce_str": nonce,
        "signature": signature,
        "timestamp": timestamp,
        "serial_no": settings.serial,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in fields.items())


def signed_message(timestamp: str, nonce: str, body: bytes) -> bytes:
    """What is signed of an answer or a notice."""
    return _joined(timestamp, nonce) + body + b"\n"


def _joined(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def unsealed(settings: WechatSettings, resource: Mapping[str, Any]) -> bytes:
    """What was sealed with the key that only WeChat Pay and we have. `NotSealed`."""
    if resource.get("algorithm") != "AEAD_AES_256_GCM":
        raise NotSealed
    try:
        return AESGCM(settings.api_key.encode()).decrypt(
            str(resource["nonce"]).encode(),
            base64.b64decode(resource["ciphertext"], validate=True),
            str(resource.get("associated_data") or "").encode(),
        )
    except (InvalidTag, binascii.Error, KeyError, ValueError, TypeError) as error:
        raise NotSealed from error
