"""Plain formats: text in old encodings, CSV, RTF, HTML and mail archives."""

from __future__ import annotations

CHINESE = "这是一份普通的文件 用于测试编码的识别\n第二行文字 内容没有意义\n" * 20
TRADITIONAL = "這是一份普通的文件 用於測試編碼的識別\n第二行文字 內容沒有意義\n" * 20
JAPANESE = "これは普通の文書です 文字コードの検出を試します\n二行目の文章です\n" * 20


def rtf(inner: str) -> bytes:
    """An RTF document around some groups."""
    fonts = r"{\fonttbl{\f0 Times New Roman;}}"
    return f"{{\\rtf1\\ansi\\deff0{fonts}\\f0 An ordinary sentence.\\par\n{inner}\\par}}".encode()


def rtf_object(payload: bytes, words: str) -> str:
    """An embedded object in RTF; ``words`` are its control words."""
    result = r"{\result {\pard placeholder\par}}"
    return f"{{\\object{words}{{\\*\\objdata {payload.hex()}}}{result}}}"


def html(body: str, head: str = "") -> bytes:
    """An HTML page."""
    meta = '<meta charset="utf-8"><title>A page</title>'
    words = f"<p>An ordinary sentence.</p>{body}"
    return f"<!DOCTYPE html>\n<html><head>{meta}{head}</head><body>{words}</body></html>".encode()


def xhtml(body: str, doctype: str = "") -> bytes:
    """An XHTML page, which is parsed as XML and may bring entities along."""
    head = "<head><title>A page</title></head>"
    root = '<html xmlns="http://www.w3.org/1999/xhtml">'
    words = f"<body><p>An ordinary sentence.</p>{body}</body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{root}{head}{words}</html>'.encode()


def mhtml(page: bytes) -> bytes:
    """A saved web page in one mail-like file."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="part"\r\n\r\n'
    part = "--part\r\nContent-Type: text/html\r\nContent-Location: http://example.invalid/\r\n\r\n"
    return (head + part).encode() + page + b"\r\n--part--\r\n"


def eicar() -> bytes:
    """The antivirus test string, put together here so that no source file holds it."""
    pieces = ["X5O!P%@AP[4", chr(92), "PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!"]
    return ("".join(pieces) + "$H+H*").encode()


def executable() -> bytes:
    """The headers of a Windows program that holds no code."""
    stub = b"MZ" + bytes(58) + (64).to_bytes(4, "little")
    machine = b"PE\0\0" + bytes.fromhex("6486010000000000000000000000000000f00022020b02")
    return stub + machine + bytes(512)


def elf() -> bytes:
    """The headers of a Linux program that holds no code."""
    return b"\x7fELF\x02\x01\x01" + bytes(9) + bytes.fromhex("02003e0001000000") + bytes(512)
