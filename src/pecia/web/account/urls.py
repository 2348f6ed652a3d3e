"""Addresses of one's own account; allauth has the others."""

from __future__ import annotations

from django.urls import include, path

from pecia.web.account import reading, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/export/", views.export, name="account-export"),
    path("account/reading/", reading.reading, name="account-reading"),
    path("account/close/", views.close, name="account-close"),
    path("language/", views.set_language, name="set-language"),
    path("account/", include("allauth.urls")),
]
