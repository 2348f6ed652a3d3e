"""Addresses of a member's own pages."""

from __future__ import annotations

from django.urls import path

from pecia.web.mine import shelves, views

urlpatterns = [
    path("mine/", views.documents, name="library-mine"),
    path("mine/collections/", shelves.collections, name="collections-mine"),
    path("mine/collections/new/", shelves.create, name="collection-create"),
    path("mine/collections/<slug:token>/", shelves.collection, name="collection-edit"),
    path("mine/favourites/", shelves.favourites, name="favourites-mine"),
    path("mine/<int:number>/", views.document, name="library-mine-document"),
]
