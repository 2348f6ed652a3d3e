"""Signatures by RSA with SHA-256 (PKCS #1 v1.5), as Alipay and WeChat Pay use them.

Keys come as PEM, or as the bare base64 that both hand out.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)

SMALLEST = 2048


def private_key(words: str) -> RSAPrivateKey:
    """The key that we sign with. ValueError, which does not quote it, for anything else."""
    try:
        key = (
            load_pem_private_key(words.encode(), None)
            if "-----" in words
            else load_der_private_key(base64.b64decode(words), None)
        )
    except (ValueError, TypeError):
        raise ValueError("this is not a private key without a password") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST:
        raise ValueError(f"this is not an RSA key of {SMALLEST} bits or more")
    return key


def public_key(words: str) -> RSAPublicKey:
    """The key that we check with. ValueError for anything else."""
    key = (
        load_pem_public_key(words.encode())
        if "-----" in words
        else load_der_public_key(base64.b64decode(words))
    )
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST:
        raise ValueError(f"this is not an RSA key of {SMALLEST} bits or more")
    return key


def sign(key: RSAPrivateKey, message: bytes) -> str:
    """The signature in base64."""
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def is_signed(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Whether it is by the holder of that key."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
