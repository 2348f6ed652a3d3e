"""The library's rows to look at."""

from __future__ import annotations

from django.contrib import admin

from pecia.kernel.admin import ReadOnlyAdmin
from pecia.library.models import Document, Edition, Entitlement, HistoryEntry, Report, Restriction


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Documents by number and title."""

    list_display = ("number", "title", "state", "is_restricted", "created_at")
    list_filter = ("state", "is_restricted")
    search_fields = ("number", "title")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Files and how far they came."""

    list_display = ("document", "ordinal", "file_name", "state", "code", "received_at")
    list_filter = ("state", "format")
    search_fields = ("document__number", "file_name")


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnlyAdmin):
    """What was done to documents."""

    list_display = ("document", "at", "what", "actor", "detail")
    list_filter = ("what",)


@admin.register(Restriction)
class RestrictionAdmin(ReadOnlyAdmin):
    """What is hidden, and why."""

    list_display = ("document", "source", "reason", "imposed_at", "lifted_at")


@admin.register(Entitlement)
class EntitlementAdmin(ReadOnlyAdmin):
    """Who may have the whole of what."""

    list_display = ("user", "document", "source", "granted_at", "revoked_at")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Letters about documents."""

    list_display = ("number", "kind", "document", "created_at", "answered_at")
