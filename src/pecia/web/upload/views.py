"""The upload page, its jobs and their descriptions. Fragments are for a script that asks for them;
without one the same addresses are whole pages."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import signed_in
from pecia.ingest.public import IngestJob, Upload, get_upload, remove, retry, uploads_of
from pecia.kernel.errors import NotThere
from pecia.library.public import (
    Document,
    Edition,
    NoSuchDocument,
    discard,
    get_own_document,
    request_publication,
)
from pecia.library.public import (
    describe as describe_document,
)
from pecia.reading.public import first_image
from pecia.web.upload import page, presenters
from pecia.web.upload.forms import DescribeForm, initial_of


@require_safe
@signed_in
def upload_page(request: HttpRequest) -> HttpResponse:
    """Where files come in; `?document=` makes them new editions, `?job=` opens one beside."""
    uploads = [each for each in uploads_of(person_of(request)) if presenters.wants_attention(each)]
    chosen = next((each for each in uploads if each.token == request.GET.get("job")), None)
    shown = presenters.upload_page(
        uploads, presenters.description(chosen) if chosen else None, _edition_of(request)
    )
    return render(request, "web/upload/upload.html", {"page": shown})


@require_safe
@signed_in
def job(request: HttpRequest, token: str) -> HttpResponse:
    """One file on its way."""
    return _job(request, get_upload(token, person_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe(request: HttpRequest, token: str) -> HttpResponse:
    """The form beside page 1; saved, published or discarded by its buttons."""
    upload = get_upload(token, person_of(request))
    edition = _require_edition(upload)
    if request.method != "POST":
        return _form(request, upload, None)
    if request.POST.get("act") == "discard":
        discard(edition.document, actor_of(request))
        return _described(request, upload, "discarded")
    form = DescribeForm(
        request.POST, initial=initial_of(edition.document), page_count=edition.page_count
    )
    if not form.is_valid():
        return _form(request, upload, form, status=422)
    return _save(request, upload, edition, form)


@require_POST
@signed_in
def act(request: HttpRequest, token: str) -> HttpResponse:
    """A job's buttons: try again, discard, withdraw."""
    upload = get_upload(token, person_of(request))
    what = request.POST.get("act")
    if what == "retry" and upload.edition is not None:
        retry(IngestJob.objects.get(edition=upload.edition))
    elif what in ("discard", "withdraw"):
        _give_up(request, upload)
        if _is_fragment(request):
            return HttpResponse("")
    if _is_fragment(request):
        return _job(request, get_upload(token, person_of(request)))
    return redirect("upload-page")


@require_safe
@signed_in
def first_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Page 1 for its publisher, before anything else exists."""
    edition = _require_edition(get_upload(token, person_of(request)))
    response = FileResponse(first_image(edition).open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=60"
    return response


def _job(request: HttpRequest, upload: Upload) -> HttpResponse:
    response = render(request, "web/upload/_job.html", {"job": presenters.job(upload)})
    response["Cache-Control"] = "no-store"
    return response


def _save(
    request: HttpRequest, upload: Upload, edition: Edition, form: DescribeForm
) -> HttpResponse:
    actor = actor_of(request)
    describe_document(edition.document, form.description_of(), actor)
    if request.POST.get("act") != "publish":
        return _described(request, upload, "saved")
    published = request_publication(edition.document, actor)
    return _described(request, upload, "published" if published else "held")


def _form(
    request: HttpRequest, upload: Upload, form: DescribeForm | None, status: int = 200
) -> HttpResponse:
    shown = presenters.description(upload, form)
    name = "_describe" if _is_fragment(request) else "describe"
    response = render(request, f"web/upload/{name}.html", {"page": shown}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _described(request: HttpRequest, upload: Upload, outcome: str) -> HttpResponse:
    document = _require_edition(upload).document
    shown = page.Described(
        outcome=outcome,
        token=upload.token,
        title=document.title,
        document_number=document.number if outcome == "published" else None,
        reason=presenters.waiting_reason(upload) if outcome == "held" else "",
        next_token=presenters.next_token(upload, uploads_of(upload.owner)),
    )
    name = "_described" if _is_fragment(request) else "described"
    return render(request, f"web/upload/{name}.html", {"page": shown})


def _give_up(request: HttpRequest, upload: Upload) -> None:
    if upload.edition is None:
        remove(upload)
    else:
        discard(upload.edition.document, actor_of(request))


def _edition_of(request: HttpRequest) -> Document | None:
    number = request.GET.get("document", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise NoSuchDocument
    return get_own_document(int(number), actor_of(request))


def _require_edition(upload: Upload) -> Edition:
    if upload.edition is None:
        raise NotThere
    return upload.edition


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
