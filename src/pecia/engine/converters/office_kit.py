"""LibreOfficeKit through ctypes: the C interface of LibreOfficeKit/LibreOfficeKit.h.

The numbers are positions in its function tables, which only ever grow at their end.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

_POLL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_WAKE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_NEWS = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)

_FEATURE_DOCUMENT_PASSWORD = 1
_TEXT, _SLIDES = 0, 2
_NEWS_DOCUMENT_PASSWORD = 20
_NEWS_DOCUMENT_PASSWORD_TO_MODIFY = 21


class LoadError(Exception):
    """LibreOffice could not open the document; the message is its own."""


class PasswordNeeded(LoadError):
    """The document is encrypted and no password, or a wrong one, was given."""


def _method(obj: int, index: int, result: Any, *arguments: Any) -> Callable[..., Any]:
    table = ctypes.cast(obj, ctypes.POINTER(ctypes.c_void_p))[0]
    function = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[index]
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)
    return prototype(function)


def _url(path: Path) -> bytes:
    return b"file://" + quote(str(path)).encode()


class OfficeKit:
    """An initialised LibreOffice in this process. There can be one only, and it is never ended."""

    def __init__(self, program: Path, profile: Path) -> None:
        library = ctypes.CDLL(str(program / "libmergedlo.so"))
        hook = library.libreofficekit_hook_2
        hook.restype, hook.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
        self._kit: int = hook(str(program).encode(), _url(profile))
        if not self._kit:
            raise RuntimeError(f"LibreOfficeKit in {program} could not be initialised")
        self._password: bytes | None = None
        self._password_asked = False
        self._keep_alive: list[Any] = []
        self._listen_for_passwords()

    def run_loop(self, poll: Callable[[], None]) -> None:
        """Hand the thread to LibreOffice, which calls `poll` whenever it is idle. Returns never."""

        def called(_data: int, _timeout: int) -> int:
            poll()
            return 0

        callbacks = _POLL(called), _WAKE(lambda _data: None)
        self._keep_alive += callbacks
        loop = _method(self._kit, 13, None, _POLL, _WAKE, ctypes.c_void_p)
        # With a NULL closure LibreOffice never calls `poll` and spins for ever.
        loop(self._kit, *callbacks, ctypes.c_void_p(1))

    def load(self, path: Path, options: str, password: str | None = None) -> OfficeDocument:
        """Open a document. Raises `PasswordNeeded` or `LoadError`."""
        self._password = None if password is None else password.encode()
        self._password_asked = False
        load = _method(self._kit, 4, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
        document = load(self._kit, _url(path), options.encode())
        if document:
            return OfficeDocument(document)
        message = _method(self._kit, 3, ctypes.c_char_p)(self._kit) or b""
        error = PasswordNeeded if self._password_asked else LoadError
        raise error(message.decode("utf-8", "replace"))

    def _listen_for_passwords(self) -> None:
        """LibreOffice asks for a password by a callback; it must be answered within it."""
        give = _method(self._kit, 9, None, ctypes.c_char_p, ctypes.c_char_p)

        def heard(kind: int, payload: bytes, _data: int) -> None:
            if kind in (_NEWS_DOCUMENT_PASSWORD, _NEWS_DOCUMENT_PASSWORD_TO_MODIFY):
                # Asked a second time, the first answer was wrong: a NULL answer gives up.
                answer = None if self._password_asked else self._password
                self._password_asked = True
                give(self._kit, payload, answer)

        callback = _NEWS(heard)
        self._keep_alive.append(callback)
        _method(self._kit, 8, None, ctypes.c_ulonglong)(self._kit, _FEATURE_DOCUMENT_PASSWORD)
        _method(self._kit, 6, None, _NEWS, ctypes.c_void_p)(self._kit, callback, None)


class OfficeDocument:
    """A document that LibreOffice has loaded."""

    def __init__(self, pointer: int) -> None:
        self._document = pointer

    def export_pdf(self, target: Path, options: str) -> bool:
        """Write a PDF; `options` is JSON of the export filter. False when LibreOffice refuses."""
        save = _method(
            self._document, 2, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p
        )
        return bool(save(self._document, _url(target), b"pdf", options.encode()))

    def is_single_page(self) -> bool:
        """Whether it is a text of one page or a show of one slide; for sheets it is not known."""
        kind = _method(self._document, 3, ctypes.c_int)(self._document)
        parts = _method(self._document, 4, ctypes.c_int)(self._document)
        return kind in (_TEXT, _SLIDES) and parts == 1

    def lay_out(self) -> None:
        """Break the document into lines and pages, without writing anything."""
        _method(self._document, 13, None, ctypes.c_char_p)(self._document, b"{}")
        _method(self._document, 5, ctypes.c_void_p)(self._document)

    def close(self) -> None:
        """Free the document; only a rehearsal needs it, a child that ends does not."""
        _method(self._document, 1, None)(self._document)
