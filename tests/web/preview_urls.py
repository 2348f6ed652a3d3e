"""The names that templates link to, without the views behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, register_converter
from django.urls.converters import PathConverter, StringConverter


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Stands for a view that the preview never calls."""
    return HttpResponse(status=404)


class Slugs(PathConverter):
    """A category's path."""


class Handle(StringConverter):
    """A publisher's handle."""


register_converter(Slugs, "slugs")
register_converter(Handle, "handle")

OPERATOR = (
    "categories", "profile", "documents", "dead-letters", "reports", "users", "health", "searches",
)  # fmt: skip

urlpatterns = [
    path("", nothing, name="home"),
    path("c/<slugs:path>/", nothing, name="catalogue-category"),
    path("new/", nothing, name="catalogue-new"),
    path("u/<handle:handle>/", nothing, name="catalogue-publisher"),
    path("search/", nothing, name="search"),
    path("search/feed.xml", nothing, name="search-feed"),
    path("search/suggestions/", nothing, name="search-suggestions"),
    path("opensearch.xml", nothing, name="search-description"),
    path("collections/<str:token>/", nothing, name="collection-detail"),
    path("d/<int:number>/", nothing, name="reader-document"),
    path("d/<int:number>/text/", nothing, name="reader-text"),
    path("d/<int:number>/more/", nothing, name="reader-more"),
    path("for-you/", nothing, name="for-you"),
    path("account/reading/", nothing, name="account-reading"),
    path("d/<int:number>/cite/<str:style>", nothing, name="reader-cite"),
    path("d/<int:number>/download/", nothing, name="reader-download"),
    path("d/<int:number>/print/", nothing, name="reader-print"),
    path("d/<int:number>/report/", nothing, name="reader-report"),
    path("d/<int:number>/rights/", nothing, name="reader-rights"),
    path("d/<int:number>/favourite/", nothing, name="favourite-toggle"),
    path("upload/", nothing, name="upload-page"),
    path("uploads/", nothing, name="upload-tus"),
    path("upload/jobs/<str:token>/", nothing, name="upload-job"),
    path("upload/jobs/<str:token>/describe/", nothing, name="upload-describe"),
    path("upload/jobs/<str:token>/act/", nothing, name="upload-job-action"),
    path("mine/", nothing, name="library-mine"),
    path("mine/collections/", nothing, name="collections-mine"),
    path("mine/collections/new/", nothing, name="collection-create"),
    path("mine/collections/<str:token>/", nothing, name="collection-edit"),
    path("mine/searches/", nothing, name="searches-mine"),
    path("mine/favourites/", nothing, name="favourites-mine"),
    path("mine/<int:number>/", nothing, name="library-mine-document"),
    path("account/", nothing, name="account"),
    path("account/export/", nothing, name="account-export"),
    path("account/close/", nothing, name="account-close"),
    path("operator/", nothing, name="operator-home"),
    *(path(f"operator/{name}/", nothing, name=f"operator-{name}") for name in OPERATOR),
    path("operator/documents/<int:number>/", nothing, name="operator-document"),
    path("language/", nothing, name="set-language"),
    path("terms/", nothing, name="page-terms"),
    path("privacy/", nothing, name="page-privacy"),
    path("how/", nothing, name="page-how"),
    path("accounts/", include("allauth.urls")),
]
