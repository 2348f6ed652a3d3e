"""Files as answers: whole or in ranges, under any name, with headers that keep them harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_PIECE = 1 << 16
_YEAR = 31_536_000


def derived_file(path: Path, content_type: str, *, shared: bool) -> HttpResponseBase:
    """A page image or thumbnail: its URL never means anything else.

    `shared`: a stranger may have it, so that caches between may keep it, if the operator says so.
    """
    response = FileResponse(path.open("rb"), content_type=content_type)
    seconds = settings.SHARED_CACHE_SECONDS
    if shared and seconds:
        response["Cache-Control"] = f"public, max-age={_YEAR}, s-maxage={seconds}, immutable"
    else:
        response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def original(request: HttpRequest, file: BinaryIO, size: int, name: str) -> HttpResponseBase:
    """The uploaded file as an attachment, byte for byte; one range of it when asked (RFC 9110)."""
    span = _asked_range(request, size)
    response: HttpResponseBase
    if span is None:
        response = FileResponse(file, content_type="application/octet-stream")
    elif not span:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    else:
        first, last = span
        pieces = _pieces(file, first, last - first + 1)
        response = StreamingHttpResponse(
            pieces, content_type="application/octet-stream", status=206
        )
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        size = last - first + 1
    response["Content-Length"] = str(size)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Encoding"] = "identity"  # byte for byte: nothing on the way may compress it
    return response


def disposition(name: str) -> str:
    """`Content-Disposition` for any name (RFC 6266, 8187): ASCII for old readers, UTF-8 beside."""
    plain = re.sub(r"[^\x20-\x7e]|[\"\\%;]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _asked_range(request: HttpRequest, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte; () for a range that there is not; None for the whole file."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or not any(found.groups()) or "If-Range" in request.headers:
        return None
    if found[1]:
        if found[2] and int(found[2]) < int(found[1]):
            return None  # RFC 9110, 14.1.1: it is no range at all
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(found[2])), size - 1
    return (first, last) if first <= last and first < size else ()


def _pieces(file: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
