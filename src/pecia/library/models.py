"""Tables of the library. Only this part writes them; others may read them through its door."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pecia.kernel.ids import new_token
from pecia.library.types import (
    DocumentState,
    DownloadAccess,
    EditionState,
    Licence,
    ReportKind,
    RightsBasis,
    VisitKind,
)

LONGEST_PATH = 400


class Category(models.Model):
    """A class of documents, at any depth. `path` is the slugs from the root, and its address."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    path = models.CharField(max_length=LONGEST_PATH, unique=True)
    names = models.JSONField(default=dict)  # language -> name; English is always there
    terms = models.TextField(blank=True)  # words by which a document of this class is guessed
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.path


class Blob(models.Model):
    """Bytes in the store. The row comes after the bytes, never before."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Document(models.Model):
    """What readers find: a number, a title, terms; its bytes are those of its editions."""

    number = models.PositiveBigIntegerField(unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    language = models.CharField(max_length=12, default="und")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    state_reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField()
    preview_pages = models.PositiveIntegerField(null=True)  # None: all of them
    download_access = models.CharField(
        max_length=10, choices=DownloadAccess.choices, default=DownloadAccess.ANYONE
    )
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.OWN_USE)
    rights_basis = models.CharField(max_length=12, choices=RightsBasis.choices, blank=True)
    rights_note = models.CharField(max_length=500, blank=True)
    shows_masked_name = models.BooleanField(default=True)
    publish_requested_at = models.DateTimeField(null=True)
    current_edition = models.ForeignKey(
        "Edition", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_restricted = models.BooleanField(default=False)  # projection: has an active restriction
    view_count = models.PositiveIntegerField(default=0)
    download_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-published_at", "-id"],
                name="document_visible_new",
                condition=Q(state="published", is_restricted=False),
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                name="document_visible_in_category",
                condition=Q(state="published", is_restricted=False),
            ),
            models.Index(fields=["owner", "-created_at"], name="document_of_owner"),
            models.Index(
                fields=["owner"],
                name="document_visible_of_owner",
                condition=Q(state="published", is_restricted=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False, current_edition__isnull=False),
                name="published_has_edition",
            ),
            models.CheckConstraint(
                condition=Q(preview_pages__isnull=True) | Q(preview_pages__gte=1),
                name="preview_has_a_page",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class Edition(models.Model):
    """One file of a document. Its bytes never change; a better file is a new edition."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="editions")
    ordinal = models.PositiveIntegerField()
    token = models.CharField(max_length=32, unique=True, default=new_token)  # of its artefacts
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    extension = models.CharField(max_length=12, blank=True)
    size = models.PositiveBigIntegerField()
    note = models.CharField(max_length=300, blank=True)  # what has changed
    state = models.CharField(
        max_length=12, choices=EditionState.choices, default=EditionState.RECEIVED
    )
    code = models.CharField(max_length=40, blank=True)  # of a refusal or a hold
    code_detail = models.CharField(max_length=400, blank=True)
    format = models.CharField(max_length=20, blank=True)
    family = models.CharField(max_length=20, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=12, default="und")
    revision = models.PositiveIntegerField(default=0)  # of its artefacts; 0: none yet
    findings = models.JSONField(default=list)  # [{code, severity, detail}]
    facts = models.JSONField(default=dict)  # metadata, hidden data, fonts, proposals
    received_at = models.DateTimeField()
    inspected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="one_edition_an_ordinal")
        ]

    def __str__(self) -> str:
        return f"edition {self.ordinal} of {self.document_id}"

    @property
    def known_as(self) -> str:
        """As people know it, by the number that they see and type. Reads the document."""
        return f"{self.document}, edition {self.ordinal}"


class Restriction(models.Model):
    """Why a document must not be seen. Imposed by `trust`; a document is seen while it has none."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)  # as the tombstone says it
    source = models.CharField(max_length=80)  # which case
    imposed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "source"],
                condition=Q(lifted_at__isnull=True),
                name="one_restriction_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} on {self.document_id}"


class Entitlement(models.Model):
    """Somebody's right to the whole of a document. Granted by `trade`; the gate reads it.

    It is a person's, or that of whoever has a pass: a guest who bought without an account. Of the
    pass only a hash is kept.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    pass_hash = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)  # which order
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], name="one_entitlement_a_source"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(pass_hash=""),
                name="an_entitlement_is_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "document"], name="entitlement_of_user"),
            models.Index(
                fields=["pass_hash"], name="entitlement_of_pass", condition=~Q(pass_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.document_id}"


class HistoryEntry(models.Model):
    """What was done to a document, when, and by whom. Only appended to."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} of {self.document_id}"


class Collection(models.Model):
    """Documents that somebody put in an order."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class CollectionEntry(models.Model):
    """A document's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "document"], name="once_in_a_collection")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.collection_id}"


class Favourite(models.Model):
    """Somebody wants to find a document again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "document"], name="saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.user_id}"


class Visit(models.Model):
    """Somebody read or downloaded a document on a day; the row that keeps counts honest.

    `visitor` is a keyed hash that changes every day and can't be turned back.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=VisitKind.choices)
    day = models.DateField()
    visitor = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "day", "visitor"], name="counted_once_a_day"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day", "visitor"], name="visits_of_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.document_id}"


class Report(models.Model):
    """A letter about a document: bad quality, or somebody's rights."""

    number = models.PositiveBigIntegerField(unique=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ReportKind.choices)
    page = models.PositiveIntegerField(null=True)
    message = models.TextField()
    sender_name = models.CharField(max_length=120, blank=True)
    sender_email = models.EmailField(blank=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"report {self.number}"
