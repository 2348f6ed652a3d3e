"""The table of documents that a supervisor has noted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class NotedDocument(models.Model):
    """A supervisor recommends a document, and signs the reason. Ended, it stays as a record."""

    document = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(ended_at__isnull=True), name="noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.reason}"
