"""What belongs to one case is found under its URN alone, by those too who may see both cases."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_open_to_witness_care, case_share_with_cps
from casework.events.models import Event
from casework.letters.matters import matters_of
from casework.letters.models import Letter
from casework.obligations.models import Obligation
from tests.cast import TO_CHARGE
from tests.samples import day
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db
OF_STEP = ("step", "step_claim", "step_release", "step_give", "step_hold", "step_hold_end", "step_withdraw")
# Not found; found closed to the role before anything is looked up; or not a page that is sent to.
REFUSED = (404, 403, 405)
READERS = ("investigator", "supervisor", "witness_care", "prosecutor", "manager", "liaison")


@pytest.fixture
def case(drive) -> CaseFile:
    made = drive.case(victims=2)
    drive.do(made, *TO_CHARGE)
    drive.list_hearing(made, "ptph", timezone.localdate())
    drive.recorded(made, "custody", **day("held_from", timezone.localdate()), stage="crown")
    drive.letter(made, "charge-S1-V1")
    drive.do(made, "letter.draft draft", "letter.check approve")
    return made


@pytest.fixture
def other(drive) -> CaseFile:
    """Another case of the same people, with nothing in it but who it is about."""
    made = drive.case()
    case_share_with_cps(case=made, at=timezone.now())
    case_open_to_witness_care(case=made, at=timezone.now())
    return made


def addresses(case: CaseFile, other: CaseFile) -> list[str]:
    """Everything of the one case that an address names by a number, a reference or a key, under the other."""

    def under(name: str, **where: object) -> str:
        return reverse(name, kwargs={"urn": other.urn, **where})

    owed = list(Obligation.objects.filter(case_file=case))
    found = [under(name, task=each.task) for each in owed for name in OF_STEP]
    found += [under("date_direct", task=each.task, clock=clock) for each in owed for clock in each.clocks]
    for process in CaseProcess.objects.filter(case_file=case):
        flow = process.flow_class
        where = {"kind": flow.carries, "record": process.record.pk}
        found += [under("turn", **where, key=turn.key) for turn in flow.turns]
    found += [under(name, reference="V2") for name in ("contact_plan", "contact_log", "voice_invite")]
    found += [under("defendant", reference="S1", what=what) for what in ("plea", "sentence", "custody")]
    found += [under("letter", number=1), under("paper_letter", number=1, version=1)]
    found.append(under("paper_bad_character_notice", suspect="S1", number=1))
    return found


def test_nothing_of_another_case_is_read_or_changed(case, other, cast, as_user):
    found, events = addresses(case, other), Event.objects.count()
    assert len(found) > 60
    for who in READERS:
        browser = as_user(getattr(cast, who))
        assert browser.get(reverse("case", kwargs={"urn": other.urn})).status_code == 200
        answered = {
            (method.__name__, address): code
            for address in found
            for method in (browser.get, browser.post)
            if (code := method(address).status_code) not in REFUSED
        }
        assert {key: code for key, code in answered.items() if not is_way_in(*key, code)} == {}
    assert Event.objects.count() == events


def is_way_in(method: str, address: str, code: int) -> bool:
    """A verb that somebody comes to from the sign-in page leads on, before anything is looked up."""
    return method == "get" and code == 302 and address.split("/")[-2] in ("claim", "release", "end")


def test_a_letter_is_not_begun_about_a_decision_of_another_case(case, other, cast, as_user):
    matters = matters_of(case)
    assert matters
    for matter in matters:
        address = reverse("letter_add", kwargs={"urn": other.urn})
        assert as_user(cast.liaison).post(address, {"matter": matter.key}).status_code == 422
    assert Letter.objects.get().case_file == case
