"""Which form somebody types into, and for whom a page with it was made."""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from uuid import UUID

from django.core import signing

SALT = "casework.drafts"
# The kind of a form of a case that no draft is kept of.
PAGE = "page"


class Place(NamedTuple):
    """A form about a record: an outcome of one of its steps, as "early_advice.advise", or what is done
    beside its steps, whose kind is that of the record alone; or another form of a case, by its address."""

    subject: UUID
    kind: str
    outcome: str

    @property
    def is_step(self) -> bool:
        return "." in self.kind

    @classmethod
    def of_page(cls, case: UUID, path: str) -> Place:
        return cls(case, PAGE, hashlib.sha256(path.encode()).hexdigest()[:40])

    @property
    def is_page(self) -> bool:
        return self.kind == PAGE

    def signed_for(self, person: int) -> str:
        """For a hidden field: the same for the same person and form, and made by nobody else."""
        return signing.Signer(salt=SALT).sign_object([person, str(self.subject), self.kind, self.outcome])


def read(signed: str) -> tuple[int, Place] | None:
    """The person, by key, and the form; None for what was not signed here."""
    try:
        person, subject, kind, outcome = signing.Signer(salt=SALT).unsign_object(signed)
    except signing.BadSignature:
        return None
    return person, Place(UUID(subject), kind, outcome)
