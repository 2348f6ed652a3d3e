"""Keys and signatures by RSA."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from pecia.trade.providers.rsa import is_signed, private_key, public_key, sign
from tests.trade.providers.keys import check, private_words, public_words

SMALL = rsa.generate_private_key(65537, 1024)
CURVED = ec.generate_private_key(ec.SECP256R1())


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    closed: KeySerializationEncryption | None = None,
) -> str:
    """As its owner keeps it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, closed or NoEncryption()).decode()


def public_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """Its public half."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_what_is_signed_is_by_that_key_and_of_that_text() -> None:
    signature = sign(private_key(private_words("app")), b"text")
    check("app", b"text", signature)
    key = public_key(public_words("app"))
    assert is_signed(key, b"text", signature)
    assert not is_signed(key, b"texT", signature)
    assert not is_signed(public_key(public_words("alipay")), b"text", signature)
    for wrong in ("", "AAAA", signature[:-4], f"{signature} ", f"\n{signature}", "ä"):
        assert not is_signed(key, b"text", wrong)


def test_only_keys_that_are_long_enough_are_taken() -> None:
    locked = pem(rsa.generate_private_key(65537, 2048), BestAvailableEncryption(b"word"))
    for words in (pem(SMALL), pem(CURVED), locked, "", "AAAA", public_words("app")):
        with pytest.raises(ValueError, match="not a"):
            private_key(words)
    for words in (public_pem(SMALL), public_pem(CURVED)):
        with pytest.raises(ValueError, match="not an RSA key"):
            public_key(words)
    for words in ("", "AAAA", private_words("app")):
        with pytest.raises(ValueError):  # noqa: PT011  the words are the library's
            public_key(words)
