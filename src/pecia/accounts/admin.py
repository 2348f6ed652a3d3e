"""People to look at; organisations and who belongs to them may be changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from pecia.accounts.models import Membership, Organisation, RoleGrant, User
from pecia.kernel.admin import ReadOnlyAdmin


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    """Who belongs to an organisation."""

    model = Membership
    extra = 1
    raw_id_fields = ("user",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Any]):
    """Publishers of several people."""

    list_display = ("name", "handle", "created_at")
    fields = ("name", "handle")
    inlines = (MembershipInline,)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Everybody, without their passwords."""

    list_display = ("email", "display_name", "is_active", "date_joined")
    search_fields = ("email", "display_name")
    exclude = ("password", "user_permissions", "groups")


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Who was given which role, and when it was taken back."""

    list_display = ("user", "role", "granted_at", "revoked_at")
