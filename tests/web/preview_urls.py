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

BOOKS = ("payouts", "returns", "differences", "holds", "fees")

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
    path("d/<int:number>/buy/", nothing, name="buy"),
    path("collections/<str:token>/buy/", nothing, name="buy-bundle"),
    path("orders/<str:token>/", nothing, name="order"),
    path("orders/<str:token>/cancel/", nothing, name="order-cancel"),
    path("orders/<str:token>/pay/", nothing, name="order-pay"),
    path("orders/<str:token>/claim/", nothing, name="order-claim"),
    path("orders/<str:token>/<int:line>/back/", nothing, name="order-back"),
    path("orders/<str:token>/<int:line>/licence.json", nothing, name="order-agreement"),
    path("mine/purchases/", nothing, name="purchases"),
    path("mine/<int:number>/price/", nothing, name="price"),
    path("mine/income/", nothing, name="income"),
    path("mine/income/statement.csv", nothing, name="income-statement"),
    path("mine/payouts/<int:number>/cancel/", nothing, name="payout-cancel"),
    path("operator/books/", nothing, name="books"),
    *(path(f"operator/books/{name}/", nothing, name=f"books-{name}") for name in BOOKS),
    path("operator/books/payouts/draft/<str:currency>/", nothing, name="books-draft"),
    path("operator/books/payouts/<int:number>/", nothing, name="books-payout"),
    path("operator/books/batches/<int:number>/", nothing, name="books-batch"),
    path("operator/books/batches/<int:number>/bank.<str:kind>", nothing, name="books-file"),
    path("language/", nothing, name="set-language"),
    path("terms/", nothing, name="page-terms"),
    path("privacy/", nothing, name="page-privacy"),
    path("how/", nothing, name="page-how"),
    path("accounts/", include("allauth.urls")),
]
