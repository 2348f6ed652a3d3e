"""Tables of what is on its way in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from pecia.kernel.ids import new_token


class UploadState(models.TextChoices):
    """How far the bytes have come."""

    RECEIVING = "receiving"
    RECEIVED = "received"  # a document is made of it: the promise begins
    REFUSED = "refused"
    REMOVED = "removed"


class Upload(models.Model):
    """A file on its way in; its bytes up to `offset` are on the disk."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(
        "library.Document", null=True, on_delete=models.CASCADE, related_name="+"
    )  # when it is a new edition
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.RECEIVING
    )
    code = models.CharField(max_length=40, blank=True)
    edition = models.ForeignKey(
        "library.Edition", null=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="upload_of_owner"),
            models.Index(fields=["state", "touched_at"], name="upload_by_state"),
        ]

    def __str__(self) -> str:
        return self.file_name


class JobState(models.TextChoices):
    """How a file's way stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # tried too often; a person looks at it


class IngestJob(models.Model):
    """The way of one edition through the pipeline. `fence` grows with each claim: whoever holds an
    older one has lost the job and may not write."""

    edition = models.OneToOneField("library.Edition", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=30)  # the one to do next
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    priority = models.SmallIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)  # of this step; committed before the try
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.step} of edition {self.edition_id}"


class StepRun(models.Model):
    """One try of one step: the pipeline's log and metric."""

    job = models.ForeignKey(IngestJob, on_delete=models.CASCADE, related_name="runs")
    step = models.CharField(max_length=30)
    attempt = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(null=True)  # None: it never came back
    outcome = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"


class ImportedFile(models.Model):
    """A file of a folder that was taken, so that an import can be repeated."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=1_000)
    sha256 = models.CharField(max_length=64)
    edition = models.ForeignKey("library.Edition", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "path", "sha256"], name="imported_once")
        ]

    def __str__(self) -> str:
        return self.path
