"""The gates asked directly: each lets through at its edge what it must, and refuses one step further."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Victim
from casework.charging.guards import BEHIND_THE_FILE, decided_by_another
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.documents.models import Document
from casework.early_advice.findings import CHECKS, RequestState, request_state
from casework.file_review.models import FileSubmission
from casework.guards import day_happened, day_to_come, working_day_to_come
from casework.people.roles import Role
from casework.police_outcomes.guards import case_not_ended
from casework.review_rights.guards import reviewed_by_another
from casework.review_rights.models import DecisionReview, ReviewRight
from tests.casework.documented import version
from tests.casework.gates import NOW, ONE, TODAY, actor, event, made, refusal, suspect

# The records are made without the routes that carry them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def case(cast) -> CaseFile:
    return made(cast)


class TestDays:
    """Of recording and of asking."""

    @pytest.mark.parametrize(
        ("day", "since", "words"),
        [
            (TODAY, None, None),
            (TODAY + ONE, None, "The day must be today or in the past"),
            (TODAY - ONE, TODAY - ONE, None),
            (TODAY - 2 * ONE, TODAY - ONE, "The day must be 3 January 2027 or later"),
        ],
    )
    def test_what_was_done_was_done_by_now_and_not_before_what_it_follows(self, day, since, words):
        said = refusal(day_happened, day, at=NOW, since=since, what="The day", field="on")
        assert said == (words and (words, "on"))

    def test_today_is_that_of_london(self):
        late = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
        assert not refusal(day_happened, date(2027, 7, 1), at=late, since=None, what="It", field="on")
        assert refusal(day_to_come, date(2027, 7, 1), at=late, what="It", field=None)

    @pytest.mark.parametrize(
        ("day", "ahead", "worked"),
        [
            (TODAY, "It must be in the future", "It must be in the future"),
            (TODAY + ONE, None, None),
            (date(2027, 1, 9), None, "It must be a working day"),
        ],
    )
    def test_what_is_asked_for_lies_ahead_and_between_two_sides_on_a_working_day(self, day, ahead, worked):
        for act, words in ((day_to_come, ahead), (working_day_to_come, worked)):
            assert refusal(act, day, at=NOW, what="It", field="by") == (words and (words, "by"))


class TestWhoDecides:
    def test_the_officer_does_not_and_nobody_for_them(self, cast, case):
        officer = "You are the officer in this case, so somebody else must decide"
        assert refusal(decided_by_another, case, actor(cast.investigator)) == (officer, None)
        assert refusal(decided_by_another, case, actor(cast.prosecutor, cast.investigator)) == (officer, None)
        assert refusal(decided_by_another, case, actor(cast.prosecutor)) is None

    @pytest.mark.parametrize("verb", BEHIND_THE_FILE)
    def test_nobody_who_stands_behind_the_file_does(self, cast, case, verb):
        event(case, cast.gatekeeper, verb, "file_review", on_behalf_of=cast.gatekeeper2)
        for one in (actor(cast.gatekeeper), actor(cast.gatekeeper2), actor(cast.manager, cast.gatekeeper)):
            assert "You worked on this file" in refusal(decided_by_another, case, one)[0]
        assert refusal(decided_by_another, case, actor(cast.prosecutor)) is None

    def test_who_did_something_else_or_in_another_case_may(self, cast, case):
        event(case, cast.manager, "returned", "file_review")
        event(case, cast.manager, "accepted", "early_advice")
        event(made(cast, 2), cast.manager, "accepted", "file_review")
        assert refusal(decided_by_another, case, actor(cast.manager)) is None

    def test_which_verbs_stand_behind_a_file(self):
        assert set(BEHIND_THE_FILE) == {"submitted", "resubmitted", "signed_off", "accepted"}


class TestWhoReviews:
    @pytest.fixture
    def decision(self, cast, case) -> ChargingDecision:
        about = {"case_file": case, "suspect": suspect(case), "opened_at": NOW, "moved_at": NOW}
        return ChargingDecision.objects.create(**about)

    @pytest.fixture
    def review(self, cast, case, decision) -> DecisionReview:
        same = {"case_file": case, "opened_at": NOW, "moved_at": NOW}
        victim = Victim.objects.create(case_file=case, reference="V1")
        right = ReviewRight.objects.create(decision=decision, victim=victim, decision_round=1, **same)
        return review_of(right)

    def may(self, review: DecisionReview, one: Actor) -> bool:
        said = refusal(reviewed_by_another, review, one)
        assert said in (None, ("You took part in this decision, so somebody else must review it", None))
        return said is None

    def test_who_had_no_part_does(self, cast, case, review):
        event(case, cast.manager, "charged", role=Role.PROSECUTION_MANAGER)
        assert self.may(review, actor(cast.manager))

    @pytest.mark.parametrize("part", ["decided_by", "prosecutor"])
    def test_who_decided_or_holds_it_does_not(self, cast, review, decision, part):
        setattr(decision, part, cast.manager)
        assert not self.may(review, actor(cast.manager))
        assert not self.may(review, actor(cast.prosecutor, cast.manager))
        assert self.may(review, actor(cast.prosecutor))

    def test_who_met_about_it_does_not(self, cast, review, decision):
        ChargingMeeting.objects.create(
            decision=decision, round=1, held_on=TODAY, recorded_at=NOW, recorded_by=cast.manager,
            investigator=cast.investigator, prosecutor=cast.manager, how="virtual", recorded_for="cps",
        )  # fmt: skip
        assert not self.may(review, actor(cast.manager))
        assert self.may(review, actor(cast.prosecutor))
        other = {"case_file": review.case_file, "opened_at": NOW, "moved_at": NOW}
        other = ChargingDecision.objects.create(suspect=suspect(review.case_file, 2), **other)
        ChargingMeeting.objects.update(decision=other)
        assert self.may(review, actor(cast.manager))

    @pytest.mark.parametrize("what", ["decision", "plan", "item", "other review"])
    def test_who_did_something_about_it_does_not(self, cast, case, review, decision, what):
        subject = subject_of(what, case, review, decision, cast)
        event(case, cast.manager, "done", subject=subject, role=Role.PROSECUTION_MANAGER)
        event(case, cast.liaison, "done", subject=subject, role=Role.PROSECUTOR, on_behalf_of=cast.prosecutor)
        assert [self.may(review, actor(one)) for one in (cast.manager, cast.liaison, cast.prosecutor)] == [
            False
        ] * 3
        assert self.may(review, actor(cast.supervisor))

    @pytest.mark.parametrize("what", ["decision", "plan", "item", "other review"])
    def test_who_did_something_about_another_decision_does(self, cast, case, review, what):
        same = {"case_file": case, "opened_at": NOW, "moved_at": NOW}
        other = ChargingDecision.objects.create(suspect=suspect(case, 2), **same)
        subject = subject_of(what, case, review, other, cast)
        event(case, cast.manager, "done", subject=subject, role=Role.PROSECUTION_MANAGER)
        assert self.may(review, actor(cast.manager))

    def test_who_did_something_about_this_review_gave_the_work_out_or_acted_for_the_police_does(
        self, cast, case, review, decision
    ):
        event(case, cast.manager, "asked", subject=review.pk, role=Role.PROSECUTION_MANAGER)
        event(case, cast.manager, "assigned", subject=decision.pk, role=Role.PROSECUTION_MANAGER)
        event(case, cast.manager, "answered", subject=decision.pk, role=Role.INVESTIGATOR)
        event(made(cast, 2), cast.manager, "done", subject=decision.pk, role=Role.PROSECUTION_MANAGER)
        assert self.may(review, actor(cast.manager))


def review_of(right: ReviewRight) -> DecisionReview:
    same = {"case_file": right.case_file, "opened_at": NOW, "moved_at": NOW}
    return DecisionReview.objects.create(right=right, asked_on=TODAY, **same)


def subject_of(what: str, case, review, decision, cast):
    same = {"case_file": case, "opened_at": NOW, "moved_at": NOW}
    plan = ActionPlan.objects.create(
        case_file=case, decision=decision, number=1, issued_at=NOW, issued_by=cast.supervisor
    )
    item = ActionPlanItem.objects.create(plan=plan, number=1, what="Phone", due_on=TODAY, **same)
    victim = Victim.objects.create(case_file=case, reference="V2")
    right = ReviewRight.objects.create(decision=decision, victim=victim, decision_round=1, **same)
    return {"decision": decision, "plan": plan, "item": item, "other review": review_of(right)}[what].pk


@pytest.mark.parametrize("position", FileSubmission.Position.values)
def test_nothing_opens_in_a_case_that_the_police_have_ended(cast, case, position):
    FileSubmission.objects.create(case_file=made(cast, 2), opened_at=NOW, moved_at=NOW, position="ended")
    FileSubmission.objects.create(case_file=case, opened_at=NOW, moved_at=NOW, position=position)
    said = refusal(case_not_ended, case)
    assert (said and said[0]) == (
        "The police have ended this case. Reopen it first" if position == "ended" else None
    )


def document(case: CaseFile, cast, kind: str) -> None:
    given = {"organisation": cast.force, "added_at": NOW, "number": 1}
    version(Document.objects.create(case_file=case, kind=kind, **given), cast, NOW)


class TestWhatARequestLacks:
    def test_an_empty_case_lacks_all_but_what_nobody_is_to_be_asked_of(self, cast, case):
        cast.investigator.email = ""
        cast.investigator.save(update_fields=["email"])
        other = made(cast, 2)
        Offence.objects.create(case_file=other, reference="O1", wording="Rape")
        document(other, cast, "mg3")
        assert request_state(case) == RequestState(False, False, False, True, "", "", frozenset())

    def test_what_is_there_is_seen_and_that_of_another_case_is_not(self, cast, case):
        for each, known in ((case, TODAY), (made(cast, 2), None)):
            Offence.objects.create(case_file=each, reference="O1", wording="Rape")
            record = {"suspect": suspect(each), "case_file": each, "opened_at": NOW, "moved_at": NOW}
            each.suspects.update(identified_on=known)
            position = "consider" if known is None else "decide"
            BadCharacterConsideration.objects.create(position=position, **record)
        document(case, cast, "mg3")
        email = cast.investigator.email
        assert request_state(case) == RequestState(True, True, True, True, "", email, frozenset({"mg3"}))
        other = CaseFile.objects.exclude(pk=case.pk).get()
        assert request_state(other) == RequestState(True, True, False, False, "", email, frozenset())

    def test_each_finding_leads_somewhere_but_for_the_contact(self):
        worst = RequestState(False, False, False, False)
        assert [each.link for check in CHECKS for each in check(worst)] == [
            *("people", "people", "", "bad_character", "documents"),
        ]
