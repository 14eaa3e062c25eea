"""Which form somebody types into, and for whom a page with it was made."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.core import signing

SALT = "casework.drafts"
# So long after it was shown a page takes up what was typed into it, though nobody is signed in: over a
# weekend, and not for who left the service with a page of it.
LEFT_OPEN = timedelta(days=7)
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
        """For a hidden field: made by nobody else, and good while a page may have been left open."""
        made_for = [person, str(self.subject), self.kind, self.outcome]
        return signing.TimestampSigner(salt=SALT).sign_object(made_for)


def read(signed: str) -> tuple[int, Place] | None:
    """The person, by key, and the form; None for what was not signed here, or too long ago."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        person, subject, kind, outcome = signer.unsign_object(signed, max_age=LEFT_OPEN)
    except signing.BadSignature:
        return None
    return person, Place(UUID(subject), kind, outcome)
