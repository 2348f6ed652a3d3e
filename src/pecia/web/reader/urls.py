"""Addresses of a document."""

from __future__ import annotations

from django.urls import path

from pecia.web.reader import letters, more, views

_LEAF = "d/<int:number>/<int:ordinal>/<int:revision>/"

urlpatterns = [
    path("d/<int:number>/", views.document, name="reader-document"),
    path("d/<int:number>/text/", views.text, name="reader-text"),
    path("d/<int:number>/more/", more.more, name="reader-more"),
    path("d/<int:number>/print/", views.printed, name="reader-print"),
    path("d/<int:number>/cite/<slug:style>", views.cite, name="reader-cite"),
    path("d/<int:number>/download/", views.download, name="reader-download"),
    path("d/<int:number>/favourite/", views.favourite, name="favourite-toggle"),
    path("d/<int:number>/report/", letters.report, name="reader-report"),
    path("d/<int:number>/rights/", letters.rights, name="reader-rights"),
    path(f"{_LEAF}1-card.jpg", views.card, name="reader-card"),
    path(f"{_LEAF}<int:leaf>-thumb.webp", views.small_image, name="reader-thumbnail"),
    path(f"{_LEAF}<int:leaf>-<int:width>.webp", views.image, name="reader-page-image"),
    path(f"{_LEAF}<int:leaf>.svg", views.text_layer, name="reader-text-layer"),
]
