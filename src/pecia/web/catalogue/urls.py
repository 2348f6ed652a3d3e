"""Addresses of the lists."""

from __future__ import annotations

from django.urls import path

from pecia.web.catalogue import views

urlpatterns = [
    path("c/<path:path>/", views.category, name="catalogue-category"),
    path("new/", views.new, name="catalogue-new"),
    path("u/<slug:handle>/", views.publisher, name="catalogue-publisher"),
    path("collections/<slug:token>/", views.collection, name="collection-detail"),
]
