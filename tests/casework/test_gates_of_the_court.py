"""The gates of hearings, and of what the court records, asked directly."""

from __future__ import annotations

from datetime import date

import pytest

from casework.casefiles.models import CaseFile, Suspect
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
from tests.casework.gates import NOW, ONE, TODAY, made, refusal, suspect

# The records are made without the routes that carry them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def case(cast) -> CaseFile:
    return made(cast)


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
