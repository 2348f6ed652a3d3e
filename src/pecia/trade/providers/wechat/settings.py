"""What the operator got from WeChat Pay."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from pecia.trade.providers import rsa

API = "https://api.mch.weixin.qq.com"


@dataclass(frozen=True)
class WechatSettings:
    """The merchant's number, its application, its keys.

    `serial` is that of the merchant's own certificate. WeChat Pay signs with a key whose number
    begins with PUB_KEY_ID and that is given here, or, for older merchants, with keys whose
    certificates are fetched.
    """

    merchant: str
    app_id: str
    serial: str
    private_key: str = field(repr=False)
    api_key: str = field(repr=False)  # "APIv3", 32 bytes
    public_key: str = field(default="", repr=False)
    public_key_id: str = ""
    api: str = API

    def __post_init__(self) -> None:
        if len(self.api_key.encode()) != 32:
            raise ValueError("the key of the third version has 32 bytes")

    def check(self) -> None:
        """ValueError unless keys are keys, and a key has its number."""
        if bool(self.public_key) != bool(self.public_key_id):
            raise ValueError("a public key and its number are given together")
        _ = (self.ours, self.public_key and rsa.public_key(self.public_key))

    @cached_property
    def ours(self) -> RSAPrivateKey:
        """The key that we sign with."""
        return rsa.private_key(self.private_key)
