"""The documents of a case. Nothing of them is ever changed or deleted: triggers of the database refuse it.

A case that is erased takes them with it; which of its files are still in the store, a table of its own says.
"""

from __future__ import annotations

import uuid
from math import ceil

from django.conf import settings
from django.db import models

from casework.documents.formats import format_named
from casework.documents.formats.hidden import WORDS as HIDDEN_WORDS
from casework.documents.kinds import Kind, kinds

KILOBYTE, MEGABYTE = 1024, 1024 * 1024


class DocumentQuerySet(models.QuerySet["Document"]):
    def current(self) -> DocumentQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawal=None)

    def with_versions(self) -> DocumentQuerySet:
        """With all that a list shows of each. One query more, however many there are."""
        related = self.select_related("suspect", "organisation", "withdrawal__withdrawn_by")
        return related.prefetch_related("versions__added_by")


class Document(models.Model):
    """A document in all its versions, in what its case calls D1, D2 and so on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, help_text="A code of data/kinds.json")
    suspect = models.ForeignKey(
        "casework.Suspect",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The suspect whom it is about, where it is about one",
    )
    organisation = models.ForeignKey(
        "casework.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose document it is: for whom it was added",
    )
    added_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "number"], name="document_number_once_per_case")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"D{self.number}"

    @property
    def kind_held(self) -> Kind:
        return kinds()[self.kind]

    @property
    def is_withdrawn(self) -> bool:
        """No query when it came with_versions."""
        return hasattr(self, "withdrawal")

    @property
    def latest(self) -> DocumentVersion:
        """The version that counts. No query when the versions were loaded."""
        return list(self.versions.all())[-1]


class DocumentVersion(models.Model):
    """A file as it was received. `name` is the sender's, and shown on the pages of the case only."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    received_on = models.DateField()
    note = models.TextField(blank=True)
    file = models.UUIDField(unique=True, help_text="Its name in the store")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    scanned = models.BooleanField(help_text="A virus scanner found nothing; without one nobody looked")
    hidden = models.JSONField(
        null=True, help_text="Kinds of data that the file does not show; nothing where nobody looked for them"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.document.reference} version {self.number}"

    @property
    def size_words(self) -> str:
        """12KB, 1.5MB: rounded up, so that nothing has no size."""
        if self.size < MEGABYTE:
            return f"{ceil(self.size / KILOBYTE)}KB"
        return f"{ceil(10 * self.size / MEGABYTE) / 10:g}MB"

    @property
    def file_type(self) -> str:
        """PDF, DOCX and so on."""
        return format_named(self.media_type).label

    @property
    def hidden_words(self) -> str:
        """ "Where it was taken, who wrote or saved it"; what was found of hidden data, if anything."""
        words = ", ".join(HIDDEN_WORDS[kind] for kind in self.hidden or ())
        return words[:1].upper() + words[1:]

    @property
    def download_name(self) -> str:
        """What the file is called when it leaves: nothing of what its sender called it."""
        document = self.document
        end = format_named(self.media_type).label.lower()
        return f"{document.case_file.urn}-{document.reference}-version-{self.number}.{end}"


class LetGoFile(models.Model):
    """A file whose version was erased with its case, until it has left the store."""

    file = models.UUIDField(primary_key=True, help_text="Its name in the store")

    def __str__(self) -> str:
        return str(self.file)


class DocumentWithdrawal(models.Model):
    """Why a document no longer counts. The document stays, hidden from the list."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.document.reference} withdrawn"
