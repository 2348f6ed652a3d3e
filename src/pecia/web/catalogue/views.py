"""Categories, what is new, publishers, collections."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pecia.edge.actors import actor_of
from pecia.library.public import (
    CategoryNode,
    category_tree,
    collections_of,
    documents_in,
    documents_of,
    find_publisher,
    flat,
    get_category,
    get_collection,
    of_publisher,
    visible_documents,
)
from pecia.web.bundles.price import offered_price
from pecia.web.catalogue import page
from pecia.web.catalogue.presenters import category_url, index_class, listing
from pecia.web.frame.entries import entries_of
from pecia.web.frame.notes import noted
from pecia.web.frame.page import Crumb
from pecia.web.reader.page import Uploader
from pecia.web.reader.structured import site_meta

NOTED = 4


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    """The documents of a category and of those below it."""
    row = get_category(path)
    node = next(each for each in flat(category_tree()) if each.id == row.pk)
    shown = page.CategoryPage(
        title=node.name(get_language() or "en"),
        listing=listing(request, documents_in(row)),
        crumbs=_crumbs(node),
        children=tuple(map(index_class, node.children)),
        noted=noted(NOTED, row),
        meta=site_meta(category_url(node)),
    )
    return render(request, "web/catalogue/category.html", {"page": shown})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What was published last."""
    shown = page.NewPage(listing(request, visible_documents()), site_meta(reverse("catalogue-new")))
    return render(request, "web/catalogue/new.html", {"page": shown})


@require_safe
def publisher(request: HttpRequest, handle: str) -> HttpResponse:
    """What readers may know of a publisher: the name as masked, documents, collections."""
    user = find_publisher(handle)
    rows = of_publisher(user)
    sums = rows.aggregate(reads=Sum("view_count"), downloads=Sum("download_count"))
    shown = page.PublisherPage(
        name=user.public_name,
        handle=user.handle,
        listing=listing(request, rows),
        since=user.date_joined,
        document_count=rows.count(),
        reads=sums["reads"] or 0,
        downloads=sums["downloads"] or 0,
        collections=tuple(
            page.CollectionEntry(
                token=row.token,
                title=row.title,
                count=len(documents_of(row)),
                description=row.description,
                changed_at=row.created_at,
            )
            for row in collections_of(user)
            if row.is_public
        ),
        crumbs=(Crumb(user.public_name),),
        meta=site_meta(reverse("catalogue-publisher", args=[user.handle])),
    )
    return render(request, "web/catalogue/publisher.html", {"page": shown})


@require_safe
def collection(request: HttpRequest, token: str) -> HttpResponse:
    """Documents in the order that somebody chose."""
    actor = actor_of(request)
    row = get_collection(token, actor)
    owner = row.owner
    shown = page.CollectionPage(
        token=row.token,
        title=row.title,
        owner=Uploader(owner.public_name, owner.handle),
        entries=entries_of(documents_of(row)),
        description=row.description,
        is_public=row.is_public,
        may_edit=owner.pk == actor.user_id,
        bundle_price=offered_price(row),
        crumbs=(Crumb(row.title),),
        meta=site_meta(reverse("collection-detail", args=[row.token])),
    )
    return render(request, "web/catalogue/collection.html", {"page": shown})


def _crumbs(node: CategoryNode) -> tuple[Crumb, ...]:
    language = get_language() or "en"
    above = (Crumb(each.name(language), category_url(each)) for each in node.lineage)
    return (*above, Crumb(node.name(language)))
