"""What is on its way in, to look at."""

from __future__ import annotations

from django.contrib import admin

from pecia.ingest.models import IngestJob, StepRun, Upload
from pecia.kernel.admin import ReadOnlyAdmin


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """Files on their way in."""

    list_display = ("file_name", "owner", "offset", "length", "state", "created_at")
    list_filter = ("state",)


@admin.register(IngestJob)
class IngestJobAdmin(ReadOnlyAdmin):
    """Where each file is in the pipeline."""

    list_display = ("edition", "step", "state", "attempts", "fence", "changed_at")
    list_filter = ("state", "step")


@admin.register(StepRun)
class StepRunAdmin(ReadOnlyAdmin):
    """Every try of every step."""

    list_display = ("job", "step", "attempt", "outcome", "code", "milliseconds", "began_at")
    list_filter = ("step", "outcome")
