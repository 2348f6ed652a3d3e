"""Addresses of the operator's pages."""

from __future__ import annotations

from django.urls import path

from pecia.web.operator import queries, settings_views, views

urlpatterns = [
    path("operator/", views.home, name="operator-home"),
    path("operator/documents/", views.documents, name="operator-documents"),
    path("operator/documents/<int:number>/", views.document, name="operator-document"),
    path("operator/dead-letters/", views.dead_letters, name="operator-dead-letters"),
    path("operator/reports/", views.reports, name="operator-reports"),
    path("operator/searches/", queries.searches, name="operator-searches"),
    path("operator/users/", views.users, name="operator-users"),
    path("operator/health/", views.health, name="operator-health"),
    path("operator/categories/", settings_views.categories, name="operator-categories"),
    path("operator/profile/", settings_views.profile, name="operator-profile"),
]
