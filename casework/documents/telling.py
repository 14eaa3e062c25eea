"""What happened on cases, less what it says of documents that somebody may not read.

Who looks after victims and witnesses does not read what is not disclosed (`documents_for`). That such a
document was added, replaced, withdrawn or refused is not told to them either.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.documents.kinds import undisclosed_kinds
from casework.documents.models import Document
from casework.documents.selectors import READ_ALL
from casework.documents.services import ROUTE
from casework.events.models import Event
from casework.people.models import User
from casework.people.roles import ORGANISATION_ROLES, UNIT_ROLES

# Who opens cases without reading all of their documents: today those who look after victims and witnesses.
CARING_ROLES = (UNIT_ROLES | ORGANISATION_ROLES).difference(READ_ALL)


def events_of(case: CaseFile, user: User) -> QuerySet[Event]:
    """What happened on a case that is open to the person. Lazy; one query."""
    told = Event.objects.filter(case_file=case)
    return told if actor_on(case, user, READ_ALL) else told.exclude(_not_disclosed())


def events_across(user: User) -> QuerySet[Event]:
    """The same over cases, which the caller chooses. Lazy.

    Who cares for people in any of their roles is not told of such documents on a list, in whichever role
    they read its cases; the page of the case tells them what they may read there.
    """
    return Event.objects.exclude(_not_disclosed()) if user.holds(*CARING_ROLES) else Event.objects.all()


def _not_disclosed() -> Q:
    """On such a document, or on a file refused before it was any document."""
    withheld = Document.objects.filter(pk=OuterRef("subject"), kind__in=undisclosed_kinds())
    return Q(route=ROUTE) & (Q(subject=None) | Q(Exists(withheld)))
