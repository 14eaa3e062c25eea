"""Barring somebody from a case, restricting it and keeping its list."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from casework.access import bars, restrictions
from casework.access.models import CaseAdmission, CaseBar
from casework.access.policy import (
    Actor,
)
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.people.models import User
from casework.people.roles import Role
from tests.access.places import (
    NOW,
    POLICE,
    WEST,
    case_of,
    holding,
)
from tests.cast import organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def lead(me) -> Actor:
    holder = holding(me, Role.SUPERVISOR, POLICE)
    return Actor(holder, Role.SUPERVISOR, organisation("force", WEST))


@pytest.fixture
def other(me) -> User:
    return User.objects.get(username="other")


def refused(act, **about: object) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as refusal:
        act(at=NOW, **about)
    return refusal.value.message, refusal.value.field


def told(case: CaseFile) -> list[tuple]:
    rows = case.events.order_by("pk")
    return [
        (row.route, row.verb, row.subject, row.handed_to, row.handed_from, row.reason, row.at) for row in rows
    ]


REASON = ("Enter a reason", "reason")


class TestBars:
    def set(self, lead: Actor, person: User, **changes: object) -> CaseBar:
        given = {"case": case_of("unit"), "person": person, "kind": "witness", "reason": "So", "by": lead}
        return bars.bar_set(**{"at": NOW, **given, **changes})

    def test_a_bar_holds_why_and_the_activity_says_only_that_somebody_is(self, lead, other):
        bar = self.set(lead, other)
        assert (bar.kind, bar.reason, bar.begun_at, bar.begun_by) == ("witness", "So", NOW, lead.person)
        assert told(bar.case_file) == [("access", "barred", bar.pk, None, None, "", NOW)]
        assert list(bars.bars_of(bar.case_file)) == [bar]
        assert not bars.bars_of(case_of("own")).exists()

    def test_what_is_missing_or_there_already_is_refused(self, lead, other):
        said = "Select why they may have no part in the case"
        assert self.refused(lead, other, kind="dislike") == (said, "kind")
        assert self.refused(lead, other, reason=" ") == REASON
        self.set(lead, other)
        assert self.refused(lead, other)[1] == "person"

    def refused(self, lead, other, **changes) -> tuple[str, str | None]:
        with pytest.raises(RuleBroken) as refusal:
            self.set(lead, other, **changes)
        return refusal.value.message, refusal.value.field

    def test_what_the_database_refuses_for_another_reason_is_no_second_bar(self, lead, other):
        with pytest.raises(IntegrityError):
            self.set(lead, other, at=None)

    def test_it_is_lifted_once_by_somebody_else_with_a_reason(self, lead, other):
        case, bar, mine = case_of("unit"), self.set(lead, other), self.set(lead, lead.person)
        assert refused(bars.bar_lift, case=case, bar=bar, reason="", by=lead) == REASON
        own = "Somebody else must lift a bar that is on you"
        assert refused(bars.bar_lift, case=case, bar=mine, reason="So", by=lead) == (own, None)
        bars.bar_lift(case=case, bar=bar, reason="A mistake", by=lead, at=NOW)
        bar.refresh_from_db()
        assert (bar.ended_at, bar.ended_by, bar.ended_because) == (NOW, lead.person, "A mistake")
        assert told(case)[-1] == ("access", "bar_lifted", bar.pk, None, None, "", NOW)
        again = refused(bars.bar_lift, case=case, bar=bar, reason="So", by=lead)
        assert again == ("This has ended already", None)
        assert list(bars.bars_of(case)) == [mine]


class TestLists:
    @pytest.fixture
    def case(self, lead, other) -> CaseFile:
        """Restricted by the lead; its officer is the other."""
        case = case_of("unit")
        restrictions.case_restrict(case=case, people=[], reason="So", by=lead, at=NOW)
        return case

    def listed(self, case: CaseFile) -> set[str]:
        return {each.person.username for each in restrictions.admissions_of(case)}

    def test_it_is_open_to_those_named_its_officer_and_who_restricts_it_once_each(self, lead, other):
        case, third = case_of("unit"), person("third", Role.GATEKEEPER, organisation("force", WEST))
        made = restrictions.case_restrict(case=case, people=[third, other], reason="So", by=lead, at=NOW)
        assert self.listed(case) == {"me", "other", "third"}
        assert (made.reason, made.begun_at, made.begun_by) == ("So", NOW, lead.person)
        assert told(case) == [("access", "restricted", made.pk, None, None, "So", NOW)]
        assert restrictions.restriction_of(case) == made
        assert restrictions.restriction_of(case_of("own")) is None

    def test_what_is_missing_or_so_already_is_refused(self, lead, case):
        other = {"case": case_of("own"), "people": [], "by": lead}
        assert refused(restrictions.case_restrict, **other, reason=" ") == REASON
        again = refused(restrictions.case_restrict, **{**other, "case": case}, reason="So")
        assert again == ("This case is restricted already", None)

    def test_somebody_is_put_on_it_once(self, lead, case):
        third = person("third", Role.GATEKEEPER, organisation("force", WEST))
        given = {"case": case, "person": third, "by": lead}
        assert refused(restrictions.case_admit, **given, reason="") == REASON
        admission = restrictions.case_admit(**given, reason="Helps", at=NOW)
        assert (admission.reason, admission.begun_at, admission.begun_by) == ("Helps", NOW, lead.person)
        assert told(case)[-1] == ("access", "admitted", admission.pk, third, None, "Helps", NOW)
        assert refused(restrictions.case_admit, **given, reason="Helps")[1] == "person"
        open_case = {**given, "case": case_of("own")}
        assert refused(restrictions.case_admit, **open_case, reason="So")[0] == "This case is not restricted"

    def test_somebody_is_taken_off_it_by_another(self, lead, other, case):
        mine, theirs = (CaseAdmission.objects.get(person=one) for one in (lead.person, other))
        given = {"case": case, "by": lead, "reason": "So"}
        own = refused(restrictions.case_take_off, **given, admission=mine)
        assert own == ("Somebody else must take you off the list", None)
        restrictions.case_take_off(**given, admission=theirs, at=NOW)
        assert self.listed(case) == {"me"}
        assert told(case)[-1] == ("access", "taken_off", theirs.pk, None, other, "So", NOW)

    def test_the_list_of_one_case_is_not_that_of_another(self, lead, case):
        third, own = person("third", Role.GATEKEEPER, organisation("force", WEST)), case_of("own")
        restrictions.case_restrict(case=own, people=[third], reason="So", by=lead, at=NOW)
        assert (self.listed(case), self.listed(own)) == ({"me", "other"}, {"me", "third"})
        restrictions.case_open_again(case=case, reason="Cleared", by=lead, at=NOW)
        assert (self.listed(case), self.listed(own)) == (set(), {"me", "third"})

    def test_it_ends_with_its_list_and_is_opened_once(self, lead, case):
        restriction = restrictions.restriction_of(case)
        assert refused(restrictions.case_open_again, case=case, reason="", by=lead) == REASON
        restrictions.case_open_again(case=case, reason="Cleared", by=lead, at=NOW)
        assert (self.listed(case), restrictions.restriction_of(case)) == (set(), None)
        assert told(case)[-1] == ("access", "opened_again", restriction.pk, None, None, "Cleared", NOW)
        again = refused(restrictions.case_open_again, case=case, reason="So", by=lead)
        assert again == ("This case is not restricted", None)


def test_who_bars_and_restricts_leads_those_who_work_on_a_case():
    assert {*bars.BARRING_ROLES} == {*restrictions.RESTRICTING_ROLES} == {
        Role.SUPERVISOR, Role.PROSECUTION_MANAGER,
    }  # fmt: skip
