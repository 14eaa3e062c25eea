"""Work of somebody who is away, done for them by who stands in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.absences.services import absence_record
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import CONSIDERED, TO_DECISION, person
from tests.samples import day
from tests.workflows.working import in_days, now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db


class TestStandIn:
    @pytest.fixture
    def away(self, drive, cast):
        """The prosecutor holds a decision and is away; a colleague stands in."""
        colleague = person("prosecutor2", Role.PROSECUTOR, cast.area)
        case = drive.case()
        drive.do(case, *TO_DECISION)
        work.claim(task=task_of(drive, case, "charging_decision.review"), by=cast.prosecutor, **now())
        absence_record(
            person=cast.prosecutor,
            stand_in=colleague,
            starts_on=in_days(0),
            ends_on=in_days(7),
            by=cast.prosecutor,
            **now(),
        )
        return case, User.objects.get(pk=colleague.pk)

    def test_the_work_is_done_for_who_is_away_and_comes_back_to_them(self, drive, cast, away):
        case, colleague = away
        assert drive.send(case, "charging_decision.review", "action_plan", by=colleague).status_code == 302
        event = case.events.get(verb="action_plan_set")
        assert (event.actor, event.on_behalf_of) == (colleague, cast.prosecutor)
        assert event.done_by == "Prosecutor2 Tester for Prosecutor Tester"
        drive.do(case, "plan_item.answer answer")
        assert drive.open_work(case, "plan_item.check").owner == cast.prosecutor

    def test_it_is_put_on_hold_and_taken_up_for_who_is_away_but_not_handed_over(self, cast, drive, away):
        case, colleague = away
        task = task_of(drive, case, "charging_decision.review")
        work.hold(task=task, until=in_days(3), by=colleague, reason="Counsel asked", **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)
        work.hold_end(task=task, by=colleague, **now())
        for verb in ("held", "hold_ended"):
            event = case.events.get(verb=verb)
            assert (event.actor, event.on_behalf_of) == (colleague, cast.prosecutor), verb
        with pytest.raises(work.WorkRefused, match="Only Prosecutor Tester or who leads them"):
            work.release(task=task, by=colleague, **now())
        with pytest.raises(work.WorkRefused, match="Only Prosecutor Tester or who leads them"):
            work.assign(task=task, to=colleague, by=colleague, seen=cast.prosecutor.pk, **now())

    def test_the_steps_page_offers_them_the_hold_and_its_end(self, drive, away, as_user):
        case, colleague = away
        where = {"urn": case.urn, "task": drive.open_work(case, "charging_decision.review").task}
        browser, step = as_user(colleague), reverse("step", kwargs=where)
        hold, end = reverse("step_hold", kwargs=where), reverse("step_hold_end", kwargs=where)
        words = browser.get(step).content.decode()
        assert (hold in words, reverse("step_give", kwargs=where) in words) == (True, False)
        assert browser.get(hold).status_code == 200
        form = {**day("until", in_days(3)), "reason": "Counsel asked"}
        assert browser.post(hold, form).status_code == 302
        words = browser.get(step).content.decode()
        assert (hold + '"' in words, end in words) == (False, True)
        assert "Prosecutor2 Tester for Prosecutor Tester" in words
        assert browser.post(end).status_code == 302

    def test_nobody_else_puts_it_on_hold(self, drive, cast, away):
        case, _ = away
        third = person("prosecutor3", Role.PROSECUTOR, cast.area)
        task = task_of(drive, case, "charging_decision.review")
        with pytest.raises(work.WorkRefused, match="Prosecutor Tester has this now"):
            work.hold(task=task, until=in_days(3), by=third, reason="Leave", **now())

    def test_it_is_in_the_stand_ins_own_list(self, away):
        _, colleague = away
        mine = Obligation.objects.open().workable_by(colleague, "mine")
        assert [row.kind for row in mine] == ["charging_decision.review"]

    def test_nobody_else_does_it(self, drive, cast, away):
        case, _ = away
        third = person("prosecutor3", Role.PROSECUTOR, cast.area)
        assert drive.send(case, "charging_decision.review", "action_plan", by=third).status_code == 409

    def test_standing_in_ends_with_the_absence(self, drive, away):
        case, colleague = away
        colleague.stands_in.update(starts_on=in_days(-9), ends_on=in_days(-1))
        assert drive.send(case, "charging_decision.review", "action_plan", by=colleague).status_code == 409

    @pytest.fixture
    def two_who_do_both(self, cast):
        """Two people of the unit who are investigator and supervisor; the second stands in for the first."""
        for one in (cast.investigator, cast.investigator2):
            one.memberships.create(
                role=Role.SUPERVISOR, organisation=cast.force, unit=cast.unit, starts_on=in_days(-9)
            )
        days = {"starts_on": in_days(0), "ends_on": in_days(1)}
        absence_record(
            person=cast.investigator, stand_in=cast.investigator2, **days, by=cast.supervisor, **now()
        )
        return User.objects.get(pk=cast.investigator.pk), User.objects.get(pk=cast.investigator2.pk)

    def test_a_stand_in_does_not_check_a_file_for_who_submitted_it(self, drive, two_who_do_both):
        first, second = two_who_do_both
        case = drive.case()
        drive.do(case, *CONSIDERED)
        drive.send(case, "file_submission.prepare", "submit", by=first)
        work.claim(task=task_of(drive, case, "file_submission.sign_off"), by=first, **now())
        response = drive.send(case, "file_submission.sign_off", "sign_off", by=second)
        assert response.status_code == 422
        assert "You submitted this file" in response.content.decode()

    def test_nor_who_was_away_a_file_that_was_submitted_for_them(self, drive, two_who_do_both):
        first, second = two_who_do_both
        case = drive.case()
        drive.do(case, *CONSIDERED)
        assert drive.send(case, "file_submission.prepare", "submit", by=second).status_code == 302
        assert case.events.get(verb="submitted").on_behalf_of == first
        for one in (first, second):
            response = drive.send(case, "file_submission.sign_off", "sign_off", by=one)
            assert response.status_code == 422
