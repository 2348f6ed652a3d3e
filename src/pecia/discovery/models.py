"""Tables of `discovery`. All of it can be made again from the library and its pages."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
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


class SavedSearch(models.Model):
    """A search that somebody keeps. `address` is its query string, in one order."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500)
    address = models.CharField(max_length=2000)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "address"], name="a_search_is_saved_once")
        ]

    def __str__(self) -> str:
        return self.text


class TitlePhrase(models.Model):
    """A title or keyword, folded, from one of its words on: what somebody may begin to type.

    `word` is the first word of it; `sound` its leading Chinese in letters, and `cuts` how many
    letters each character has, a digit each.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=32, db_index=True)
    word = models.CharField(max_length=32, db_index=True)
    sound = models.CharField(max_length=80, db_index=True, blank=True)
    cuts = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return f"{self.text} of {self.document_id}"
