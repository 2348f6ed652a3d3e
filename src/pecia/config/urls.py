"""Every address of the site."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# The admin has no sign-in of its own: that of the site counts tries and asks for second steps.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pecia.web.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "pecia.edge.errors.bad_request"
handler403 = "pecia.edge.errors.permission_denied"
handler404 = "pecia.edge.errors.page_not_found"
handler500 = "pecia.edge.errors.server_error"
