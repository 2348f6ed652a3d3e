"""PDF with the old 40-bit RC4 password handler, written out in full: it is short."""

from __future__ import annotations

import hashlib
import struct

from tests.hostile.builders import pdf

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
FILE_ID = bytes(range(16))
PERMISSIONS = -44  # printing and copying are forbidden


def rc4(key: bytes, data: bytes) -> bytes:
    """The RC4 stream cipher."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def _padded(password: str) -> bytes:
    return (password.encode() + PADDING)[:32]


def _md5(data: bytes) -> bytes:
    # The old handler fixes MD5; here it only serves to write such a file.
    return hashlib.md5(data, usedforsecurity=False).digest()


def _encrypt_entry(user: str, owner: str) -> tuple[bytes, bytes]:
    """The file key and the encryption dictionary."""
    lock = rc4(_md5(_padded(owner))[:5], _padded(user))
    mix = _padded(user) + lock + struct.pack("<l", PERMISSIONS) + FILE_ID
    key = _md5(mix)[:5]
    check = rc4(key, PADDING)
    words = f"/Filter /Standard /V 1 /R 2 /P {PERMISSIONS} /O <{lock.hex()}> /U <{check.hex()}>"
    return key, f"<< {words} >>".encode()


def document(user: str, owner: str) -> bytes:
    """A document that opens with the user password; an empty one opens by itself."""
    key, entry = _encrypt_entry(user, owner)
    content = 11
    own = _md5(key + struct.pack("<L", content)[:3] + bytes(2))[:10]
    objects = pdf.objects() | {content: pdf.stream(rc4(own, pdf.GREETING)), 100: entry}
    identity = f"/ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>]"
    return pdf.write(objects, f"/Root 1 0 R /Encrypt 100 0 R {identity}")
