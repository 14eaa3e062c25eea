"""What is done to a document that is not disclosed is not told to who looks after victims and witnesses."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.last_looked.selectors import is_updated
from casework.obligations.models import Obligation
from tests.cast import TO_DECISION, charged
from tests.documents.clamd import clamd_on_port
from tests.documents.files import EICAR
from tests.documents.sending import add, add_version, where
from tests.workflows.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.behind_wall]
CARE = ("witness_care", "liaison")
READ = ("investigator", "prosecutor", "auditor")
WHY = "The schedule names an informant"


@pytest.fixture
def case(drive, cast):
    made = drive.case()
    drive.do(made, *TO_DECISION)
    charged(made, timezone.localdate())
    return made


@pytest.fixture
def officer(cast, as_user, case):
    return as_user(cast.investigator)


def look(browser, case) -> str:
    return text_of(browser.get(where(case, "case")))


@pytest.fixture
def withheld(officer, case, settings):
    """An MG6D in two versions, withdrawn for a reason; and a file of one that the scanner refused."""
    assert add(officer, case, kind="mg6d").status_code == 302
    assert add_version(officer, case).status_code == 302
    with clamd_on_port() as (_, settings.CLAMD):
        assert add(officer, case, kind="mg6d", content=EICAR).status_code == 422
    withdrawn = officer.post(where(case, "document_withdraw", number=1), {"reason": WHY})
    assert withdrawn.status_code == 302


@pytest.mark.parametrize("name", ["case", "case_activity"])
@pytest.mark.parametrize("who", [*CARE, *READ])
def test_the_case_and_its_activity_tell_it_to_its_readers(withheld, case, cast, as_user, name, who):
    told = text_of(as_user(getattr(cast, who)).get(where(case, name)))
    for words in ("Document added", "New version of a document", "Document withdrawn", "File refused"):
        assert (words in told) is (who in READ)
    assert (WHY in told) is (who in READ and name == "case_activity")


@pytest.mark.parametrize("who", CARE)
def test_it_is_no_change_on_their_case_or_overview(officer, case, cast, as_user, who, request):
    browser = as_user(getattr(cast, who))
    look(browser, case)
    request.getfixturevalue("withheld")
    assert "since you last looked" not in look(browser, case)
    _, heading, latest = text_of(browser.get(reverse("overview"))).partition("Latest activity")
    assert heading
    assert case.urn in latest
    assert "ocument" not in latest


@pytest.mark.parametrize(("who", "is_told"), [("witness_care", False), ("prosecutor", True)])
def test_nor_does_it_mark_work_as_updated(officer, case, cast, as_user, who, is_told, request):
    person = getattr(cast, who)
    look(as_user(person), case)
    request.getfixturevalue("withheld")
    assert Obligation.objects.filter(is_updated(person), case_file=case).exists() is is_told


@pytest.mark.parametrize("who", CARE)
def test_what_is_disclosed_is_told_as_before(officer, case, cast, as_user, who):
    assert add(officer, case, kind="mg3").status_code == 302
    assert "Document added" in text_of(as_user(getattr(cast, who)).get(where(case, "case_activity")))
