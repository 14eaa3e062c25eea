"""What is added by a page that is sent again, or by two who opened it, is there once; the second is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.casefiles.models import CaseFile
from casework.retention.models import CaseRetention, LegalHold
from tests.documents.sending import sent
from tests.retention.closed import closed_case, keeper_of_cps
from tests.workflows.reading import opened

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]

PARTS = {
    "suspects": {"family_name": "Elder"},
    "victims": {"family_name": "Ash"},
    "offences": {"wording": "Assault by penetration"},
}
TWICE, MEANWHILE = (
    "You have recorded this since you opened the page",
    "changed this since you opened the page",
)


@pytest.fixture
def case(drive) -> CaseFile:
    return drive.case()


@pytest.mark.parametrize("what", PARTS)
@pytest.mark.parametrize("second", ["investigator", "supervisor"])
def test_whoever_is_in_the_case(case, cast, as_user, what, second):
    address = reverse("case_add", kwargs={"urn": case.urn, "what": what.removesuffix("s")})
    browsers = [as_user(cast.investigator), as_user(getattr(cast, second))]
    seen = [opened(browser, address) for browser in browsers]
    were = getattr(case, what).count()
    answers = [
        each.post(address, {**PARTS[what], **shown}) for each, shown in zip(browsers, seen, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    told = TWICE if second == "investigator" else f"{cast.investigator.signature} {MEANWHILE}"
    assert told in answers[1].content.decode()
    assert getattr(case, what).count() == were + 1


def test_a_document_of_one_person_and_another_of_somebody_else(case, cast, as_user):
    address = reverse("document_add", kwargs={"urn": case.urn, "kind": "mg3"})
    own, other = as_user(cast.investigator), as_user(cast.supervisor)
    seen, seen_by_other = opened(own, address), opened(other, address)
    assert own.post(address, sent(**seen)).status_code == 302
    again = own.post(address, sent(**seen))
    assert (again.status_code, TWICE in again.content.decode()) == (422, True)
    assert other.post(address, sent(**seen_by_other)).status_code == 302
    assert case.documents.count() == 2


class TestKeeping:
    def address(self, case: CaseFile, what: str) -> str:
        return reverse("case_retention_change", kwargs={"urn": case.urn, "what": what})

    @pytest.mark.behind_wall
    def test_the_class_that_somebody_set_meanwhile_stays(self, drive, cast, as_user):
        case, theirs = closed_case(drive), as_user(keeper_of_cps(cast).person)
        ours, address = as_user(cast.administrator), self.address(case, "class")
        seen = opened(theirs, address)
        assert ours.post(address, {"kind": "serious", **opened(ours, address)}).status_code == 302
        answer = theirs.post(address, {"kind": "other", **seen})
        assert f"{cast.administrator.signature} {MEANWHILE}" in answer.content.decode()
        assert CaseRetention.objects.get().kind == "serious"

    def test_a_hold_is_put_on_once(self, drive, cast, as_user):
        case, ours = closed_case(drive), as_user(cast.administrator)
        address = self.address(case, "hold")
        form = {"reason": "A claim", **opened(ours, address)}
        answers = [ours.post(address, form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 422]
        assert TWICE in answers[1].content.decode()
        assert LegalHold.objects.count() == 1
