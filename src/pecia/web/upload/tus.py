"""The tus 1.0 protocol (https://tus.io/protocols/resumable-upload) over `ingest`'s uploads."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import signed_in
from pecia.ingest.public import (
    Upload,
    append,
    begin_upload,
    expires_at,
    finish,
    get_upload,
    remove,
)
from pecia.kernel.errors import PeciaError
from pecia.library.public import get_own_document

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration"
_CONTENT = "application/offset+octet-stream"


class BadTus(PeciaError):
    """Not what the protocol says."""

    code = "bad_upload_request"
    advice = "This upload request can't be understood. Load the page again and choose the file."


class WrongVersion(BadTus):
    """Another version of the protocol."""

    code = "upload_version"
    status = 412


class WrongContent(BadTus):
    """Bytes under another name."""

    code = "upload_content_type"
    status = 415


@require_http_methods(["OPTIONS", "POST"])
def collection(request: HttpRequest) -> HttpResponseBase:
    """What is spoken here, and new uploads."""
    return _options() if request.method == "OPTIONS" else _create(request)


@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS"])
@signed_in
def resource(request: HttpRequest, token: str) -> HttpResponse:
    """One upload: how far it is, more of it, an end to it."""
    if request.method == "OPTIONS":
        return _options()
    _require_version(request)
    upload = get_upload(token, person_of(request))
    if request.method == "HEAD":
        return _tell(upload)
    if request.method == "DELETE":
        remove(upload)
        return _answer(204)
    _take(request, upload, _number(request, "Upload-Offset"))
    return _progress(upload, 204)


@signed_in
def _create(request: HttpRequest) -> HttpResponse:
    _require_version(request)
    metadata = read_metadata(request.headers.get("Upload-Metadata", ""))
    upload = begin_upload(
        person_of(request),
        file_name=metadata.get("filename", ""),
        length=_number(request, "Upload-Length"),
        sha256=metadata.get("sha256", ""),
        batch=metadata.get("batch", ""),
        note=metadata.get("note", ""),
        **_document(request, metadata),
    )
    if request.content_type == _CONTENT:
        _take(request, upload, 0)
    response = _progress(upload, 201)
    response["Location"] = reverse("upload-tus-resource", args=[upload.token])
    response["Pecia-Job"] = upload.token
    return response


def read_metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: keys and base64 values. Raises `BadTus`."""
    metadata = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadTus from error
    return metadata


def _document(request: HttpRequest, metadata: dict[str, str]) -> dict[str, Any]:
    """The document that this is a new edition of; it must be theirs."""
    number = metadata.get("documentNumber", "")
    if not number:
        return {}
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise BadTus
    return {"document": get_own_document(int(number), actor_of(request))}


def _take(request: HttpRequest, upload: Upload, offset: int) -> None:
    if request.content_type != _CONTENT:
        raise WrongContent
    append(upload, offset, request)


def _tell(upload: Upload) -> HttpResponse:
    """How far it is. A complete one whose answer was lost is finished now."""
    finish(upload)
    response = _progress(upload, 200)
    response["Upload-Length"] = str(upload.length)
    response["Cache-Control"] = "no-store"
    return response


def _progress(upload: Upload, status: int) -> HttpResponse:
    response = _answer(status)
    response["Upload-Offset"] = str(upload.offset)
    response["Pecia-Job"] = upload.token
    if upload.offset < upload.length:
        response["Upload-Expires"] = expires_at(upload)
    return response


def _options() -> HttpResponse:
    response = _answer(204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = str(settings.MAX_UPLOAD_BYTES)
    return response


def _answer(status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    return response


def _require_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 18):
        raise BadTus
    return int(value)
