"""Keys for the tests, made once."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


@cache
def key_of(whose: str) -> RSAPrivateKey:
    """The key of somebody."""
    return generate_private_key(65537, 2048)


def private_words(whose: str) -> str:
    """That key as its owner keeps it: base64 without a head."""
    der = key_of(whose).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(der).decode()


def public_words(whose: str) -> str:
    """Its public half, as PEM."""
    return (
        key_of(whose)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def signed_by(whose: str, message: bytes) -> str:
    """A signature."""
    return base64.b64encode(key_of(whose).sign(message, PKCS1v15(), SHA256())).decode()


def check(whose: str, message: bytes, signature: str) -> None:
    """InvalidSignature unless it is theirs."""
    key_of(whose).public_key().verify(base64.b64decode(signature), message, PKCS1v15(), SHA256())
