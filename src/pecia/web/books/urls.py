"""Addresses of the operator's books."""

from __future__ import annotations

from django.urls import path

from pecia.web.books import views

urlpatterns = [
    path("operator/books/", views.books, name="books"),
    path("operator/books/payouts/", views.payouts, name="books-payouts"),
    path("operator/books/payouts/draft/<slug:currency>/", views.draft, name="books-draft"),
    path("operator/books/batches/<int:number>/", views.batch, name="books-batch"),
    path(
        "operator/books/batches/<int:number>/bank.<slug:kind>", views.batch_file, name="books-file"
    ),
    path("operator/books/payouts/<int:number>/", views.payout, name="books-payout"),
    path("operator/books/returns/", views.returns, name="books-returns"),
    path("operator/books/differences/", views.differences, name="books-differences"),
    path("operator/books/holds/", views.holds, name="books-holds"),
    path("operator/books/fees/", views.fees, name="books-fees"),
]
