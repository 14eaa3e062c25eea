"""The documents of the demonstration: a page each that says what it stands for."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.documents import storage
from casework.documents.formats import FORMATS
from casework.documents.kinds import kinds
from casework.documents.models import Document
from casework.documents.receiving import Received
from casework.documents.services import document_add, document_version_add, document_withdraw
from casework.people.models import User
from casework.people.roles import Role
from workflows.engine.work import act_on_case

# So many cases have documents, from the first; what is gathered early, and what goes with a file.
CASES = 12
GATHERED = ("mg11", "abe", "mg2")
SUBMITTED = ("mg3", "mg6", "mg6c", "mg6d", "mg6e", "mg15", "mg16", "imd")


def documents_attach(case: CaseFile, *, by: User, at: datetime, submitted: bool) -> None:
    """Attach what a case of this stage holds, from the moment on; one in a second version, one withdrawn."""
    held: dict[str, Document] = {}
    for number, kind in enumerate(GATHERED + SUBMITTED * submitted):
        moment = at + timedelta(minutes=number)
        held[kind] = _act(document_add, case, by, moment, kind=kind, **_page(case, kind, moment))
    later = at + timedelta(minutes=len(held))
    again = {"after": 1, "note": "With the time codes.", **_page(case, "abe", later)}
    _act(document_version_add, case, by, later, document=held["abe"], **again)
    if submitted:
        reason = "The suspect's interview of another day."
        _act(document_withdraw, case, by, later, document=held["mg15"], reason=reason)
        _act(document_add, case, by, later, kind="mg15", **_page(case, "mg15", later))


def _act(verb, case: CaseFile, by: User, at: datetime, **arguments: object) -> Document:
    return act_on_case(case=case, by=by, roles=(Role.INVESTIGATOR,), at=at, verb=verb, **arguments)


def _page(case: CaseFile, kind: str, at: datetime) -> dict[str, object]:
    words = f"{kinds()[kind].label} of case {case.urn}, for the demonstration. Nobody in it is real."
    kept = storage.keep(BytesIO(pdf_of(words)))
    media_type = FORMATS[".pdf"].media_type
    file = Received(kept, f"{kinds()[kind].label}.pdf", media_type, scanned=False)
    return {"file": file, "received_on": timezone.localdate(at)}


def pdf_of(words: str) -> bytes:
    """A page with one line, of ASCII characters without parentheses."""
    shown = f"BT /F1 12 Tf 72 770 Td ({words}) Tj ET".encode("ascii")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (table, len(made))
