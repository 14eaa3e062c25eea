"""The documents that a case holds now."""

from __future__ import annotations

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.documents.kinds import undisclosed_kinds
from casework.documents.models import Document, DocumentQuerySet
from casework.people.models import User
from casework.people.roles import INVESTIGATING_ROLES, Role

READ_ALL = (*sorted(INVESTIGATING_ROLES), Role.PROSECUTOR, Role.PROSECUTION_MANAGER, Role.AUDITOR)


def current_documents(case: CaseFile) -> DocumentQuerySet:
    """The documents that count, in their order, each with its versions. Lazy; two queries."""
    return documents_of(case).current()


def documents_of(case: CaseFile) -> DocumentQuerySet:
    """Those and the withdrawn ones. Lazy; two queries."""
    return Document.objects.filter(case_file=case).with_versions()


def documents_for(case: CaseFile, user: User) -> DocumentQuerySet:
    """Those and the withdrawn ones that the person may read, whom the case is open to. Lazy; two queries.

    What is not disclosed, such as an MG6 or an MG6D, is for those who build the case and decide on it, and
    for auditors: not for those who look after victims and witnesses.
    """
    found = documents_of(case)
    if actor_on(case, user, READ_ALL) is None:
        found = found.exclude(kind__in=undisclosed_kinds())
    return found
