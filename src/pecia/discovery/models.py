"""Tables of `discovery`. All of it can be made again from the library and its pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pecia.discovery import noted_models as noted_models  # Django looks for tables here
from pecia.discovery import query_models as query_models
from pecia.discovery import reading_models as reading_models
from pecia.library.public import Document


class IndexTask(models.Model):
    """A document at which the indexer must look; it decides from the rows what to do.

    `marks` grows with every change, so that a change which comes while the indexer works is not
    lost with the row.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="+")
    marks = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"index {self.document_id}"


class IndexedText(models.Model):
    """The folded text of a document as it was indexed: finds the page of a hit without folding.

    Pages are parted by form feeds; the first `open_pages` of them may be read by everybody.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    edition = models.ForeignKey("library.Edition", on_delete=models.CASCADE, related_name="+")
    open_pages = models.PositiveIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"text of {self.document_id}"

    PAGE_END: ClassVar[str] = "\f"
