"""Addresses of the search."""

from __future__ import annotations

from django.urls import path

from pecia.web.search import saved, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/feed.xml", views.feed, name="search-feed"),
    path("search/suggestions/", views.suggestions, name="search-suggestions"),
    path("search/suggestions.json", views.browser_suggestions, name="search-suggestions-json"),
    path("mine/searches/", saved.searches, name="searches-mine"),
    path("opensearch.xml", views.description, name="search-description"),
]
