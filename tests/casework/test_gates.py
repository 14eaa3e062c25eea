"""The gates asked directly: each lets through at its edge what it must, and refuses one step further."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.guards import BEHIND_THE_FILE, decided_by_another
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.documents.models import Document
from casework.early_advice.findings import CHECKS, RequestState, request_state
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.guards import day_happened, day_to_come, working_day_to_come
from casework.hearings.guards import (
    COURTS,
    ORDER,
    day_of_result,
    kinds_of_any_day,
    listing_allowed,
    of_defendant,
    somebody_contests,
)
from casework.hearings.models import Hearing, Plea
from casework.people.roles import Role
from casework.police_outcomes.guards import case_not_ended
from casework.review_rights.guards import reviewed_by_another
from casework.review_rights.models import DecisionReview, ReviewRight
from tests.casework.test_file_findings import version

# The records are made without the routes that carry them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
# A Monday; the late evening of the day before is that day in London.
TODAY = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)
ONE = timedelta(days=1)


def refusal(act, *args: object, **kwargs: object) -> tuple[str, str | None] | None:
    """The words and the field with which it is refused, or None."""
    try:
        act(*args, **kwargs)
    except RuleBroken as error:
        return error.message, error.field
    return None


@pytest.fixture
def case(cast) -> CaseFile:
    return made(cast)


def made(cast, number: int = 1) -> CaseFile:
    return CaseFile.objects.create(
        urn=f"20AA{number:05d}26",
        force=cast.force,
        area=cast.area,
        unit=cast.unit,
        officer_in_case=cast.investigator,
        reported_on=TODAY - 30 * ONE,
        registered_at=NOW,
    )


def suspect(case: CaseFile, number: int = 1, charged_on: date | None = TODAY) -> Suspect:
    return Suspect.objects.create(case_file=case, reference=f"S{number}", charged_on=charged_on)


def actor(person, behalf=None, role: str = Role.PROSECUTOR) -> Actor:
    return Actor(person, role, person.memberships.first().organisation, on_behalf_of=behalf)


def event(case: CaseFile, person, verb: str, route: str = "charging", **about: object) -> Event:
    return Event.objects.create(case_file=case, at=NOW, actor=person, verb=verb, route=route, **about)


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


class TestListing:
    @pytest.fixture(autouse=True)
    def charged(self, case) -> list[Suspect]:
        return [suspect(case), suspect(case, 2, charged_on=TODAY + ONE), suspect(case, 3, charged_on=None)]

    def listed(self, case, kind: str, on: date, **changes: object) -> str | None:
        given = {"warned_to": None, "court": "crown", "sits_confirmed": False, "at": NOW, **changes}
        said = refusal(listing_allowed, case, kind=kind, on=on, **given)
        self.field = said and said[1]
        return said and said[0]

    def stands(self, case, kind: str, on: date, position: str = "listed") -> None:
        Hearing.objects.create(
            case_file=case, kind=kind, on=on, position=position, court="crown", listed_at=NOW,
            opened_at=NOW, moved_at=NOW, result_due_on=on, vacated_at=NOW if position == "vacated" else None,
            result="" if position == "listed" else "It was so",
        )  # fmt: skip

    def pleads(self, suspect: Suspect, plea: str) -> None:
        Plea.objects.create(
            suspect=suspect, plea=plea, court="crown", entered_on=TODAY, recorded_at=NOW,
            recorded_by=suspect.case_file.officer_in_case,
        )  # fmt: skip

    def test_somebody_must_be_charged(self, case):
        case.suspects.update(charged_on=None)
        assert "Nobody has been charged" in self.listed(case, "ptph", date(2027, 2, 1))

    @pytest.mark.parametrize(
        ("kind", "court"),
        [
            *(("first_hearing", "magistrates"), ("sending", "magistrates"), ("ptph", "crown")),
            *(("ground_rules", "crown"), ("section_28", "crown")),
        ],
    )
    def test_each_is_before_its_court(self, case, kind, court):
        other = {"crown": "magistrates", "magistrates": "crown"}[court]
        assert self.listed(case, kind, date(2027, 2, 1), court=court) is None
        assert self.listed(case, kind, date(2027, 2, 1), court=other).startswith("Select the ")
        assert self.field == "court"
        assert COURTS[kind] == court

    @pytest.mark.parametrize("kind", ["trial", "sentence"])
    def test_a_trial_or_a_sentence_is_before_either(self, case, kind):
        for court in ("crown", "magistrates"):
            assert self.listed(case, kind, date(2027, 2, 1), court=court) is None

    def test_a_title_begins_small_inside_a_sentence(self, case):
        said = self.listed(case, "ptph", date(2027, 2, 1), court="magistrates")
        assert said.endswith("it holds the plea and trial preparation hearing")

    def test_a_trial_lies_ahead_and_another_hearing_may_be_entered_late(self, case):
        assert self.listed(case, "trial", TODAY) == "The date of the trial must be in the future"
        assert self.field == "on"
        assert self.listed(case, "ptph", TODAY) is None

    def test_a_trial_is_of_somebody_who_contests(self, case, charged):
        self.pleads(charged[0], "guilty")
        assert self.listed(case, "trial", date(2027, 2, 1)) is None
        self.pleads(charged[1], "guilty")
        assert "Every defendant has pleaded guilty" in self.listed(case, "trial", date(2027, 2, 1))
        assert self.listed(case, "sentence", date(2027, 2, 1)) is None
        self.pleads(charged[1], "not_guilty")
        assert somebody_contests(case, charged[:2])

    def test_no_hearing_is_before_the_first_charge(self, case):
        words = "The date must be 4 January 2027, the day of charge, or later"
        assert self.listed(case, "ptph", TODAY - ONE, sits_confirmed=True) == words
        assert self.field == "on"

    def test_on_a_day_off_a_court_sits_for_some_or_as_it_confirmed(self, case):
        saturday, good_friday = date(2027, 2, 6), date(2027, 3, 26)
        assert self.listed(case, "ptph", saturday).startswith(
            "Courts do not usually sit on Saturday 6 February 2027. "
        )
        assert self.field == "sits_confirmed"
        assert "Friday 26 March 2027, a bank holiday. " in self.listed(case, "ptph", good_friday)
        assert self.listed(case, "ptph", saturday, sits_confirmed=True) is None
        for kind in kinds_of_any_day():
            assert self.listed(case, kind, saturday, court=COURTS.get(kind, "crown")) is None

    def test_a_warned_list_is_of_a_trial_and_ends_after_it_begins(self, case):
        monday = date(2027, 2, 1)
        assert "Only a trial" in self.listed(case, "ptph", monday, warned_to=monday + ONE)
        assert self.field == "warned_to"
        assert "must be after its first day" in self.listed(case, "trial", monday, warned_to=monday)
        assert self.field == "warned_to"
        assert self.listed(case, "trial", monday, warned_to=monday + ONE) is None

    def test_they_go_in_the_order_of_the_courts(self):
        assert [kind.value for kind in ORDER] == [
            *("first_hearing", "sending", "ptph", "ground_rules", "section_28", "trial"),
        ]

    def test_none_is_before_what_comes_before_it(self, case):
        self.stands(case, "sending", date(2027, 2, 1), "held")
        for kind in ("ptph", "trial"):
            said = self.listed(case, kind, date(2027, 1, 29))
            assert said == "The sending to the Crown Court is on 1 February 2027, so enter that day or later"
            assert self.field == "on"
            assert self.listed(case, kind, date(2027, 2, 1)) is None
        for kind in ("first_hearing", "sentence"):
            assert self.listed(case, kind, date(2027, 1, 29), court=COURTS.get(kind, "crown")) is None

    def test_none_is_after_what_is_still_to_come_after_it(self, case):
        self.stands(case, "ground_rules", date(2027, 2, 1))
        said = self.listed(case, "ptph", date(2027, 2, 2))
        assert said == "The ground rules hearing is on 1 February 2027, so enter that day or earlier"
        assert self.field == "on"
        assert self.listed(case, "ptph", date(2027, 2, 1)) is None
        assert self.listed(case, "sentence", date(2027, 2, 2)) is None

    @pytest.mark.parametrize("position", ["held", "vacated"])
    def test_one_that_was_held_or_vacated_is_not_to_come(self, case, position):
        self.stands(case, "ground_rules", date(2027, 2, 1), position)
        assert self.listed(case, "ptph", date(2027, 2, 2)) is None

    def test_the_same_kind_is_in_nobodys_order(self, case):
        self.stands(case, "ptph", date(2027, 2, 1))
        assert self.listed(case, "ptph", date(2027, 2, 2)) is None
        assert self.listed(case, "ptph", date(2027, 1, 29)) is None

    @pytest.mark.parametrize(
        ("on", "is_refused"), [(TODAY, False), (TODAY + ONE, True), (TODAY - ONE, False)]
    )
    def test_a_result_is_recorded_from_the_day_of_the_hearing_on(self, on, is_refused):
        assert bool(refusal(day_of_result, Hearing(on=on), at=NOW)) is is_refused

    def test_what_is_recorded_of_a_defendant_is_of_one_who_is_charged_in_this_case(self, cast, case, charged):
        def said(who: Suspect, on: date = TODAY) -> str | None:
            about = {"what": "The date of the plea", "field": "entered_on", "at": NOW}
            found = refusal(of_defendant, case, who, on=on, **about)
            self.field = found and found[1]
            return found and found[0]

        assert said(charged[0]) is None
        for other in (suspect(made(cast, 2)), charged[2]):
            assert "Select a defendant" in said(other)
            assert self.field == "suspect"
        assert "4 January 2027 or later" in said(charged[0], TODAY - ONE)
        assert "today or in the past" in said(charged[0], TODAY + ONE)
        assert self.field == "entered_on"


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
