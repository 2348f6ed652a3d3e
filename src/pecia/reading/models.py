"""The table of pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Page(models.Model):
    """A page: its size in points, its text, and where its lines lie in the artefact."""

    edition = models.ForeignKey("library.Edition", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    width = models.FloatField()
    height = models.FloatField()
    text = models.TextField(blank=True)
    lines_offset = models.PositiveBigIntegerField(default=0)
    lines_length = models.PositiveIntegerField(default=0)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_page_a_number")
        ]

    def __str__(self) -> str:
        return f"page {self.number} of {self.edition_id}"
