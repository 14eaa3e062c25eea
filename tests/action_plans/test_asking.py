"""The CPS asks for items: until when, about whom, and why for what is private."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.action_plans.models import ActionPlanItem
from casework.action_plans.services import items_require
from casework.errors import RuleBroken
from tests.action_plans.conftest import item_of
from tests.cast import CONSIDERED, TO_DECISION
from tests.samples import day, plan_item
from tests.workflows.working import in_days, to_work_in

pytestmark = pytest.mark.django_db


class TestAsking:
    def test_the_form_offers_the_date_of_the_rule(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        owed = drive.open_work(case, "charging_decision.review")
        page = as_user(cast.prosecutor).get(f"/cases/{case.urn}/steps/{owed.task}/?outcome=action_plan")
        due = to_work_in(28)
        assert f'value="{due.day}"' in page.content.decode()
        assert f'value="{due.year}"' in page.content.decode()

    def test_an_item_is_not_due_on_a_day_off(self, drive):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        saturday = in_days(0) + timedelta(days=12 - in_days(0).weekday())
        response = drive.send(
            case, "charging_decision.review", "action_plan", **day("part-1-due_on", saturday)
        )
        assert response.status_code == 422
        assert "The date the answer is due must be a working day" in response.text

    def test_an_item_is_about_the_suspects_that_are_chosen(self, drive, cast, read):
        case = drive.case(suspects=2)
        drive.do(case, CONSIDERED[0], CONSIDERED[1], *TO_DECISION[1:])
        keys = [str(suspect.pk) for suspect in case.suspects.all()]
        more = {"part-1-suspects": keys, "part-1-line_of_inquiry": "The journey home"}
        assert drive.send(case, "charging_decision.review", "action_plan", **more).status_code == 302
        assert list(item_of(case).suspects.values_list("reference", flat=True)) == ["S1", "S2"]
        page = read(case, cast.investigator)
        assert "S1, S2" in page
        assert "The journey home" in page

    @pytest.mark.parametrize("left_out", ["necessity", "proportionality"])
    def test_private_material_is_asked_for_with_both_reasons(self, drive, cast, read, left_out):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        said = {"part-1-asks_for": "third_party", "part-1-necessity": "Held by nobody else"}
        said["part-1-proportionality"] = "Of March alone"
        review = (case, "charging_decision.review", "action_plan")
        response = drive.send(*review, **{**said, f"part-1-{left_out}": ""})
        assert (response.status_code, "Enter why the request is" in response.text) == (422, True)
        assert drive.send(*review, **said).status_code == 302
        assert item_of(case).asks_for == "third_party"
        page = read(case, cast.investigator)
        assert "Held by nobody else" in page
        assert "Of March alone" in page

    def test_the_verb_asks_for_them_too(self):
        item = {"due_on": to_work_in(28), "asks_for": "digital", "necessity": "Held by nobody else"}
        with pytest.raises(RuleBroken, match="proportionate"):
            items_require([item], at=timezone.now())

    def test_without_a_choice_it_is_about_the_suspect_of_the_decision(self, case):
        assert list(item_of(case).suspects.values_list("reference", flat=True)) == ["S1"]

    def test_a_part_with_nothing_but_its_date_is_no_item(self, drive):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        blank = day("part-2-due_on", to_work_in(28))
        drive.send(case, "charging_decision.review", "action_plan", parts=2, **blank)
        assert ActionPlanItem.objects.count() == 1

    def test_a_part_is_left_out(self, drive):
        case, today = drive.case(), timezone.localdate()
        drive.do(case, *TO_DECISION)
        two = {**plan_item(1, today), **plan_item(2, today, "Statement"), "part-1-leave_out": "on"}
        drive.send(case, "charging_decision.review", "action_plan", parts=2, **two)
        assert item_of(case).what == "Statement"
