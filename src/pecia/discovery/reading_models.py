"""Tables of what is read together, and of what readers let the site remember."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class ReadDocument(models.Model):
    """A document that somebody has read, and wants the site to remember."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "document"], name="remembered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-read_at"], name="remembered_lately")]

    def __str__(self) -> str:
        return f"{self.document_id} by {self.user_id}"


class RemembersReading(models.Model):
    """Somebody has asked the site to remember what they read. Without the row it does not."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.user_id}"


class ReadTogether(models.Model):
    """How many visitors have read both documents on one day; a row for each direction."""

    first = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_count_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.times}"


class ReadCount(models.Model):
    """How many visits of a document were looked at, and how much it is read of late.

    `heat` is the logarithm of a sum in which every visit counts twice as much as one of a
    fortnight before; so a later moment changes no order, and old rows need no change.
    """

    document = models.OneToOneField(
        "library.Document", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    visits = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-heat"], name="read_of_late")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.visits}"


class VisitCursor(models.Model):
    """Up to which visit they were looked at; and which was the last at the look before, so that
    one whose transaction ended late is not passed over."""

    name = models.CharField(max_length=20, primary_key=True)
    done = models.PositiveBigIntegerField(default=0)
    seen = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.done} of {self.seen}"


class NearDocuments(models.Model):
    """What the nightly run says of a document: keys with scores, nearest first."""

    document = models.OneToOneField(
        "library.Document", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    by_readers = models.JSONField(default=list)
    by_taste = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="near_made_at")]

    def __str__(self) -> str:
        return f"near {self.document_id}"


class RecommendingRun(models.Model):
    """When the nightly run was begun: whoever changes the row does it."""

    name = models.CharField(max_length=20, primary_key=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"begun {self.begun_at}"
