"""A force or an area sets after how many working days its ranks are told; the joint meeting keeps to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.deadlines.calendar import working_days_before
from casework.errors import Overtaken, RuleBroken
from casework.escalations.ladder import ladder_of
from casework.escalations.models import RungChange
from casework.escalations.rungs import rungs_change, rungs_in_force
from casework.obligations.models import Obligation
from casework.people.roles import Role, Side
from notifications.models import Notice
from notifications.notices.sweep import sweep

pytestmark = pytest.mark.django_db
OWN = {"supervisor": 1, "gatekeeper": 2, "meeting": 4}
SENT = {"supervisor": "1", "gatekeeper": "2", "meeting": "4", "reason": "Agreed locally", "seen": "0"}
PAGE = "ranks"
LATER = timedelta(minutes=15)


@pytest.fixture
def change(cast):
    def make(days=OWN, seen: int = 0, at=None) -> RungChange:
        by = Actor(person=cast.administrator, role=Role.ADMINISTRATOR, organisation=cast.force)
        return rungs_change(days=days, reason="Ours", seen=seen, by=by, at=at or timezone.now())

    return make


@pytest.fixture
def late(drive):
    """Work of the police that is so many working days late, and of which nobody has been told yet."""

    def make(days: int, kind: str = "") -> Obligation:
        case = drive.case()
        work = Obligation.objects.open().filter(case_file=case, role=Role.INVESTIGATOR).earliest("pk")
        due_on = working_days_before(timezone.localdate() + timedelta(1), days + 1)
        Obligation.objects.filter(case_file=case).exclude(pk=work.pk).update(act_after=None, due_on=None)
        Obligation.objects.filter(pk=work.pk).update(due_on=due_on, clocks={"due": due_on.isoformat()})
        work.refresh_from_db()
        return work

    return make


def ranks_told(work: Obligation) -> list[str]:
    told = Notice.objects.standing().filter(obligation=work, stage__in=OWN).order_by("pk")
    return list(dict.fromkeys(told.values_list("stage", flat=True)))


def agenda(as_user, person) -> str:
    return as_user(person).get("/joint-meeting/").content.decode()


class TestLadder:
    def test_what_is_set_stands_in_place_of_what_is_suggested(self):
        days = tuple(sorted(OWN.items()))
        assert [rung.working_days_overdue for rung in ladder_of(Side.POLICE, days)] == [1, 2, 4]
        assert [rung.working_days_overdue for rung in ladder_of(Side.POLICE)] == [3, 5, 10]

    def test_a_rung_is_reached_by_it(self):
        due_on, (first, *_) = date(2026, 11, 24), ladder_of(Side.POLICE, tuple(OWN.items()))
        assert (first.key, first.reached_on(due_on)) == ("supervisor", date(2026, 11, 25))


class TestChanging:
    def test_the_last_change_of_each_place_is_in_force(self, change, cast):
        change()
        change({**OWN, "meeting": 9}, seen=1)
        assert {place: dict(days) for place, days in rungs_in_force().items()} == {
            cast.force.pk: {**OWN, "meeting": 9}
        }

    @pytest.mark.parametrize(
        ("days", "field", "words"),
        [
            ({"gatekeeper": 1}, "gatekeeper", "the rank below is told after 1"),
            ({"meeting": 2}, "meeting", "the rank below is told after 2"),
            ({"supervisor": 0}, "supervisor", "from 1 to 180"),
            ({"meeting": 181}, "meeting", "from 1 to 180"),
        ],
    )
    def test_each_rank_comes_after_the_one_below(self, change, days, field, words):
        with pytest.raises(RuleBroken) as refusal:
            change({**OWN, **days})
        assert refusal.value.field == field
        assert words in refusal.value.message
        assert not RungChange.objects.exists()

    def test_of_two_changes_at_once_one_is_overtaken(self, change):
        change()
        with pytest.raises(Overtaken):
            change()

    @pytest.mark.parametrize("seen", [1, 500, 40_000])
    def test_who_has_seen_more_changes_than_there_are_changes_nothing(self, change, seen):
        with pytest.raises(Overtaken):
            change(seen=seen)
        assert not RungChange.objects.exists()

    @pytest.mark.parametrize("how", ["update", "delete"])
    def test_a_change_is_written_once(self, change, how):
        made = change()
        with pytest.raises(DatabaseError), transaction.atomic():
            made.delete() if how == "delete" else RungChange.objects.update(reason="Other")


@pytest.mark.queue_differs
class TestTelling:
    def test_a_rank_that_is_due_earlier_now_is_told_of_open_work(self, late, change):
        work = late(1)
        sweep(now=timezone.now() + LATER)
        assert ranks_told(work) == []
        change()
        sweep(now=timezone.now() + LATER)
        assert ranks_told(work) == ["supervisor"]

    def test_a_rank_that_is_due_later_now_waits(self, late, change):
        change({"supervisor": 20, "gatekeeper": 30, "meeting": 40})
        work = late(5)
        sweep(now=timezone.now() + LATER)
        assert ranks_told(work) == []

    def test_one_that_was_told_is_not_told_again(self, late, change):
        work = late(4)
        sweep(now=timezone.now() + LATER)
        assert ranks_told(work) == ["supervisor"]
        change({"supervisor": 2, "gatekeeper": 8, "meeting": 9})
        sweep(now=timezone.now() + LATER)
        assert Notice.objects.filter(obligation=work, stage="supervisor").count() == 1

    def test_that_of_another_place_stands(self, late, change, cast):
        by = Actor(person=cast.administrator, role=Role.ADMINISTRATOR, organisation=cast.area)
        days = {"unit_head": 20, "chief": 30, "meeting": 40}
        rungs_change(days=days, reason="Theirs", seen=0, by=by, at=timezone.now())
        work = late(4)
        sweep(now=timezone.now() + LATER)
        assert ranks_told(work) == ["supervisor"]

    def test_what_came_to_the_meeting_by_it_is_on_the_agenda_and_told_once(self, late, change, cast, as_user):
        work = late(4)
        urn = work.case_file.urn
        sweep(now=timezone.now() + LATER)
        assert urn not in agenda(as_user, cast.gatekeeper)
        change()
        for _ in range(3):
            sweep(now=timezone.now() + LATER)
        assert urn in agenda(as_user, cast.gatekeeper)
        told = Notice.objects.filter(obligation=work, stage="meeting", recipient=cast.gatekeeper)
        assert told.count() == 1

    def test_what_no_longer_comes_to_the_meeting_leaves_the_agenda(self, late, change, cast, as_user):
        work = late(10)
        assert work.case_file.urn in agenda(as_user, cast.gatekeeper)
        change({**OWN, "meeting": 30})
        assert work.case_file.urn not in agenda(as_user, cast.gatekeeper)


class TestPage:
    def test_an_administrator_sets_them(self, cast, as_user):
        browser = as_user(cast.administrator)
        assert browser.post(reverse(PAGE), SENT).url == reverse("ladders")
        made = RungChange.objects.get()
        assert (made.days, made.organisation, made.changed_by) == (OWN, cast.force, cast.administrator)
        assert f"set by {cast.force.name}" in browser.get(reverse("ladders")).content.decode()
        assert "Agreed locally" in browser.get(reverse(PAGE)).content.decode()

    def test_a_change_that_another_made_meanwhile_is_not_overwritten(self, cast, as_user):
        browser = as_user(cast.administrator)
        browser.post(reverse(PAGE), SENT)
        assert browser.post(reverse(PAGE), SENT).status_code == 422
        assert RungChange.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"gatekeeper": "1"}, "the rank below is told after 1"),
            ({"meeting": ""}, "Enter how many working days"),
            ({"supervisor": "0"}, "must be a whole number from 1 to 180"),
            ({"reason": ""}, "Enter why it is changed"),
        ],
    )
    def test_what_is_wrong_is_said(self, cast, as_user, changed, words):
        response = as_user(cast.administrator).post(reverse(PAGE), {**SENT, **changed})
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_others_read_those_of_their_place_and_change_none(self, cast, as_user):
        for person in (cast.investigator, cast.manager):
            assert (
                "Ranks who are told of overdue work"
                in as_user(person).get(reverse("ladders")).content.decode()
            )
            assert as_user(person).post(reverse(PAGE), SENT).status_code == 403
        assert not RungChange.objects.exists()
