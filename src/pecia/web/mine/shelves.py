"""A member's collections and what they saved."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import signed_in
from pecia.kernel.errors import PeciaError
from pecia.library.public import (
    Channel,
    Collection,
    add_to_collection,
    change_collection,
    collections_of,
    create_collection,
    documents_of,
    favourites_of,
    get_document,
    get_own_collection,
    move_in_collection,
    remove_collection,
    remove_from_collection,
)
from pecia.web.bundles.forms import BundleForm
from pecia.web.bundles.price import bundle_of, end_all, sell_bundle
from pecia.web.catalogue.page import CollectionEntry
from pecia.web.frame.entries import entries_of, pager_of
from pecia.web.mine import page
from pecia.web.mine.forms import CollectionForm, NumberForm
from pecia.web.mine.views import counts
from pecia.web.reader.access import open_document

PER_PAGE = 24


@require_safe
@signed_in
def collections(request: HttpRequest) -> HttpResponse:
    """All collections, and a form for another."""
    return _collections(request, CollectionForm())


@require_POST
@signed_in
def create(request: HttpRequest) -> HttpResponse:
    """A new collection."""
    form = CollectionForm(request.POST)
    if not form.is_valid():
        return _collections(request, form, status=422)
    data = form.cleaned_data
    row = create_collection(person_of(request), data["title"], is_public=data["is_public"])
    change_collection(row, **data)
    return redirect("collection-edit", token=row.token)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def collection(request: HttpRequest, token: str) -> HttpResponse:
    """One collection: name it, order it, add to it."""
    row = get_own_collection(token, actor_of(request))
    if request.method != "POST":
        return _collection(request, row)
    act = request.POST.get("act", "")
    if act == "delete":
        remove_collection(row)
        return redirect("collections-mine")
    if act == "save":
        return _save(request, row)
    if act == "add":
        return _add(request, row)
    if act == "price":
        return _sell(request, row)
    if act == "end-price":
        end_all(row)
    _move(request, row)
    return redirect("collection-edit", token=token)


@require_safe
@signed_in
def favourites(request: HttpRequest) -> HttpResponse:
    """What was saved, newest first."""
    found = Paginator(favourites_of(person_of(request)), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    shown = page.FavouritesPage(
        entries=entries_of(current.object_list),
        pager=pager_of(request, current),
        counts=counts(request),
    )
    return render(request, "web/mine/favourites.html", {"page": shown})


def _collections(request: HttpRequest, form: CollectionForm, status: int = 200) -> HttpResponse:
    shown = page.CollectionsPage(
        collections=tuple(
            CollectionEntry(
                token=row.token,
                title=row.title,
                count=len(documents_of(row)),
                description=row.description,
                is_public=row.is_public,
                changed_at=row.created_at,
            )
            for row in collections_of(person_of(request))
        ),
        form=form,
        counts=counts(request),
    )
    return render(request, "web/mine/collections.html", {"page": shown}, status=status)


def _collection(
    request: HttpRequest,
    row: Collection,
    *,
    form: CollectionForm | None = None,
    add_form: NumberForm | None = None,
    bundle_form: BundleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {
        "title": row.title,
        "description": row.description,
        "is_public": row.is_public,
    }
    shown = page.CollectionEditPage(
        token=row.token,
        title=row.title,
        language="",
        form=form or CollectionForm(initial=initial),
        add_form=add_form or NumberForm(),
        entries=entries_of(documents_of(row)),
        is_public=row.is_public,
        bundle=bundle_of(row, bundle_form),
    )
    return render(request, "web/mine/collection.html", {"page": shown}, status=status)


def _save(request: HttpRequest, row: Collection) -> HttpResponse:
    form = CollectionForm(request.POST)
    if not form.is_valid():
        return _collection(request, row, form=form, status=422)
    change_collection(row, **form.cleaned_data)
    return redirect("collection-edit", token=row.token)


def _sell(request: HttpRequest, row: Collection) -> HttpResponse:
    wrong = sell_bundle(request, row)
    if wrong is not None:
        return _collection(request, row, bundle_form=wrong, status=422)
    return redirect("collection-edit", token=row.token)


def _add(request: HttpRequest, row: Collection) -> HttpResponse:
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            opened = open_document(request, form.cleaned_data["number"], Channel.HTML)
            add_to_collection(row, opened.document)
            return redirect("collection-edit", token=row.token)
        except PeciaError as error:
            form.add_error("number", error.advice)
    return _collection(request, row, add_form=form, status=422)


def _move(request: HttpRequest, row: Collection) -> None:
    for name, step in (("up", -1), ("down", 1), ("remove", 0)):
        number = request.POST.get(name, "")
        if number.isascii() and number.isdigit() and len(number) < 16:
            document = get_document(int(number))
            if step:
                move_in_collection(row, document, step)
            else:
                remove_from_collection(row, document)
