"""Documents that need a password, made with fixed salts so that two builds are equal."""

from __future__ import annotations

import hashlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.hostile.builders import cfb, odf, wordx

PASSWORD = "secret"
SALT = bytes(range(16))
SPINS = 50000
PROVIDER = "Microsoft Enhanced RSA and AES Cryptographic Provider\0"
AES_128, SHA_1, RSA_AES = 0x660E, 0x8004, 0x18
BLOCK = 16


def noise(label: str, size: int) -> bytes:
    """Bytes that look encrypted and are the same each time."""
    return hashlib.shake_256(label.encode()).digest(size)


def _aes(key: bytes, data: bytes) -> bytes:
    # The format fixes ECB; it is used here only to write such a file.
    engine = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return engine.update(data + bytes(-len(data) % BLOCK)) + engine.finalize()


def _key() -> bytes:
    """The key derivation of ECMA-376 standard encryption."""
    value = hashlib.sha1(SALT + PASSWORD.encode("utf-16-le")).digest()
    for number in range(SPINS):
        value = hashlib.sha1(struct.pack("<L", number) + value).digest()
    value = hashlib.sha1(value + bytes(4)).digest()
    mask = bytes(byte ^ 0x36 for byte in value.ljust(64, b"\0"))
    return hashlib.sha1(mask).digest()[:16]


def _information(key: bytes) -> bytes:
    """The stream that says how the package is encrypted."""
    provider = PROVIDER.encode("utf-16-le")
    header = struct.pack("<8L", 0x24, 0, AES_128, SHA_1, 128, RSA_AES, 0, 0) + provider
    secret = noise("verifier", 16)
    digest = hashlib.sha1(secret).digest()
    verifier = struct.pack("<L", 16) + SALT + _aes(key, secret)
    verifier += struct.pack("<L", 20) + _aes(key, digest)
    return struct.pack("<HHLL", 3, 2, 0x24, len(header)) + header + verifier


def ooxml() -> bytes:
    """An encrypted Word document."""
    key, plain = _key(), wordx.docx()
    package = struct.pack("<Q", len(plain)) + _aes(key, plain)
    return cfb.write({"EncryptionInfo": _information(key), "EncryptedPackage": package})


def _encrypted_line(name: str, size: int) -> str:
    digest = 'manifest:checksum-type="SHA256/1K" manifest:checksum="AAAA"'
    return (
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml" '
        f'manifest:size="{size}"><manifest:encryption-data {digest}>'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        'manifest:initialisation-vector="AAAAAAAAAAAAAAAAAAAAAA=="/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" '
        'manifest:iteration-count="100000" manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/>'
        "</manifest:encryption-data></manifest:file-entry>"
    )


def open_document() -> bytes:
    """An OpenDocument text whose manifest says that its content is encrypted."""
    manifest = _encrypted_line("content.xml", 4000)
    return odf.Odf(content=noise("content", 2048), manifest=manifest).build()


def old_excel() -> bytes:
    """An Excel 97 workbook that starts with a FILEPASS record."""
    start = struct.pack("<HHHHHHLL", 0x809, 16, 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    lock = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + noise("filepass", 48)
    book = start + lock + noise("records", 4096) + struct.pack("<HH", 0x0A, 0)
    return cfb.write({"Workbook": book})


def old_word() -> bytes:
    """A Word 97 document with the encryption flag set."""
    base = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x409, 0, 0x0100 | 0x0200)
    return cfb.write({"WordDocument": base + noise("text", 4096), "1Table": noise("table", 4096)})
