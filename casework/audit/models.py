"""The record of who did, saw and took what (DPA 2018, section 62). Written once: the database sees to it.

It names keys and counts, never values, and has no foreign keys: it outlives what it tells of. It may be used
for lawfulness, self-monitoring, integrity and criminal proceedings alone (section 62(4)): nothing outside
this folder and the pages of auditors reads it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Operation(models.TextChoices):
    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"
    SIGN_IN = "sign_in", "Sign-in"
    SIGN_IN_FAILED = "sign_in_failed", "Failed sign-in"
    SIGN_OUT = "sign_out", "Sign-out"
    REFUSED = "refused", "Refusal"
    SEARCH = "search", "Search"
    EXPORT = "export", "Export"
    PRINT = "print", "Print"


# Of which each entry counts for an auditor.
TELLING = ("export", "print", "refused", "sign_in_failed")


class AuditEntry(models.Model):
    """One entry. A trigger gives it its moment, its number in the stream and its hashes."""

    stream = models.UUIDField(
        help_text="Of which chain: the key of the case that was written in, else that of the person"
    )
    number = models.BigIntegerField(help_text="In the stream, from 1 without gaps")
    at = models.DateTimeField(help_text="By the database's clock, which does not go back in a stream")
    person = models.BigIntegerField(null=True, help_text="Who; nobody for what the service does by itself")
    organisation = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, blank=True)
    case_file = models.UUIDField(null=True)
    operation = models.CharField(max_length=20, choices=Operation.choices)
    what = models.CharField(max_length=100, help_text="The address by its name, or the table")
    subject = models.CharField(max_length=64, blank=True, help_text="The key of what it was done to")
    outcome = models.CharField(max_length=20, blank=True)
    details = models.JSONField(default=dict, help_text="Keys, names of columns and counts; never values")
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="audit_number_once")]
        indexes = [
            models.Index(fields=["case_file", "-at"], name="audit_of_case"),
            models.Index(fields=["person", "-at"], name="audit_of_person"),
            # What may be unusual reading: what was only met on a list is most of all that there is.
            models.Index(
                fields=["stream", "at"],
                condition=models.Q(outcome="opened") | models.Q(operation__in=TELLING),
                name="audit_telling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.what}"


class AuditHead(models.Model):
    """The end of each stream: who writes to a stream holds its row, and waits for no other stream's."""

    stream = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"


class AuditReason(models.Model):
    """Why an auditor looked at what a person did, or takes out what was done in a case. Written once."""

    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    case_file = models.ForeignKey("casework.CaseFile", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["auditor", "-at"], name="audit_reason_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(case_file__isnull=True),
                name="audit_reason_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"reason {self.pk}"
