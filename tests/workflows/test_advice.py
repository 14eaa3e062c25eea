"""The advice itself: what it asks for, what is added to it, and each of its lines to the answer."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS

from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.errors import RuleBroken
from casework.private_material import justified_require
from tests.casework.test_guards import refused
from tests.cast import ADVISED, TO_DECISION
from tests.samples import advice, line_of_inquiry, no_line
from tests.workflows.early_advice import Position, record_of, route_page
from tests.workflows.working import last_event, now, task_of, to_work_in
from workflows.engine import work

pytestmark = pytest.mark.django_db


class TestAdvice:
    @pytest.mark.parametrize("kind", ["digital", "third_party"])
    @pytest.mark.parametrize("left_out", ["necessity", "proportionality"])
    def test_a_request_for_private_material_is_not_advised_without_why(self, drive, kind, left_out):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        said = {"necessity": "Not held elsewhere", "proportionality": "One week only", left_out: ""}
        line = line_of_inquiry(1, timezone.localdate(), kind=kind, **said)
        response = drive.send(case, "early_advice.advise", "advise", **line)
        why = "necessary" if left_out == "necessity" else "proportionate"
        assert refused(response, f"Enter why the request is {why}")
        assert not AdviceRecord.objects.exists()

    def test_the_verb_asks_for_it_too(self):
        with pytest.raises(RuleBroken) as refusal:
            justified_require(kind="digital", necessity="Not held elsewhere", proportionality=" ")
        assert refusal.value.field == "proportionality"

    @pytest.mark.parametrize(
        ("section", "kind"), [("third_party_material", "third_party"), ("digital_strategy", "digital")]
    )
    def test_private_material_is_asked_for_with_a_line_that_says_why(self, drive, section, kind):
        case, today = drive.case(), timezone.localdate()
        drive.do(case, *ADVISED[:-1])
        asked = {section: "Obtain all medical records"}
        for lines in (no_line(), line_of_inquiry(1, today)):
            response = drive.send(case, "early_advice.advise", "advise", **lines, **asked)
            assert refused(response, "Add a line of inquiry of the kind")
        said = {"necessity": "Not held elsewhere", "proportionality": "One week only"}
        line = line_of_inquiry(1, today, kind=kind, **said)
        assert drive.send(case, "early_advice.advise", "advise", **line, **asked).status_code == 302

    def test_that_nothing_private_is_to_be_requested_needs_no_line(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        said = {"disclosure_management": "No request for counselling notes: not shown to be necessary"}
        assert drive.send(case, "early_advice.advise", "advise", **no_line(), **said).status_code == 302

    def test_advice_that_was_added_since_is_read_before_it_is_acknowledged(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED)
        drive.turn(record_of(case), "further-advice", cast.prosecutor, **advice(timezone.localdate()))
        for seen in (1, "", "x"):
            response = drive.send(case, "early_advice.acknowledge", "acknowledge", seen=seen)
            assert response.status_code == 422
        response = drive.send(case, "early_advice.acknowledge", "acknowledge", seen=1)
        assert refused(response, "Further advice has been added. Read it, then acknowledge")
        assert 'name="seen" value="2"' in response.text
        drive.do(case, "early_advice.acknowledge acknowledge")

    def test_withdrawing_a_follow_up_leaves_what_was_advised(self, drive, cast):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        drive.turn(record_of(case), "follow-up", cast.investigator, follow_up="New footage")
        work.cancel(
            task=task_of(drive, case, "early_advice.advise"), by=cast.supervisor, reason="Seen", **now()
        )
        record = record_of(case)
        assert (record.position, record.follow_up, record.withdrawn_at) == (Position.ADVISED, "", None)
        assert (record.process.status, drive.kinds(case) & {"early_advice.advise"}) == (STATUS.DONE, set())
        assert last_event(case).words == "Follow-up of early advice withdrawn"
        form = advice(timezone.localdate())
        assert drive.turn(record, "further-advice", cast.prosecutor, **form).status_code == 302

    def test_it_may_direct_no_line_at_all(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        form = no_line()
        response = drive.send(case, "early_advice.advise", "advise", **form, conclusion="no_prospect")
        assert (response.status_code, LineOfInquiry.objects.count()) == (302, 0)

    def test_a_follow_up_leads_to_a_second_version_and_the_first_stays(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        record = record_of(case)
        assert drive.turn(record, "follow-up", cast.supervisor, follow_up="New footage").status_code == 302
        assert drive.open_work(case, "early_advice.advise").owner == cast.prosecutor
        drive.send(case, "early_advice.advise", "advise", potential_charges="Rape alone")
        second, first = record.advice.all()
        assert [first.version, first.follow_up, first.potential_charges] == [
            1, "", "Rape; consider assault by penetration",
        ]  # fmt: skip
        assert [second.version, second.follow_up, second.potential_charges] == [
            2,
            "New footage",
            "Rape alone",
        ]
        shown = route_page(as_user(cast.auditor), case)
        assert shown.index("Advice 2, the newest") < shown.index("Rape; consider assault by penetration")

    @pytest.mark.parametrize("acknowledged", [False, True])
    def test_further_advice_is_a_version_that_the_police_acknowledge(self, drive, cast, acknowledged):
        case = drive.case()
        drive.do(case, *ADVISED, *["early_advice.acknowledge acknowledge"] * acknowledged)
        form = advice(timezone.localdate())
        assert drive.turn(record_of(case), "further-advice", cast.prosecutor, **form).status_code == 302
        assert record_of(case).advice.count() == 2
        assert LineAnswer.objects.filter(case_file=case, process__isnull=False).count() == 2
        drive.do(case, "early_advice.acknowledge acknowledge")

    def test_a_follow_up_is_for_the_police_and_further_advice_for_a_prosecutor(self, drive, cast):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        record = record_of(case)
        assert drive.turn(record, "follow-up", cast.prosecutor).status_code == 403
        assert drive.turn(record, "further-advice", cast.investigator).status_code == 403
        for key in ("follow-up", "further-advice"):
            assert drive.turn(record, key, cast.outsider).status_code == 404

    @pytest.mark.parametrize("model", [AdviceRecord, LineOfInquiry])
    def test_the_database_refuses_to_change_or_remove_what_was_advised(self, drive, model):
        drive.do(drive.case(), *ADVISED)
        rows = model.objects.all()
        for act in (rows.get().save, partial(rows._raw_delete, rows.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                act()


class TestLines:
    def test_each_line_of_the_police_is_answered_by_itself_by_its_date(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        today = timezone.localdate()
        lines = {
            **line_of_inquiry(1, today),
            **line_of_inquiry(2, today, what="Statement of the driver"),
            **line_of_inquiry(3, today, owner="cps", what="An expert"),
        }
        drive.send(case, "early_advice.advise", "advise", parts=3, **lines)
        assert drive.open_work(case, "line_of_inquiry.answer").due_on == to_work_in(14)
        drive.do(case, "line_of_inquiry.answer answer")
        partly = {"followed": "partly", "detail": "The driver has moved away"}
        assert drive.send(case, "line_of_inquiry.answer", "answer", **partly).status_code == 302
        assert [answer.position for answer in LineAnswer.objects.order_by("line__number")] == [
            "done",
            "not_done",
            "answer_cps",
        ]
        assert "The driver has moved away" in route_page(as_user(cast.prosecutor), case)

    def test_a_line_of_the_cps_is_answered_by_who_advised(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        drive.send(case, "early_advice.advise", "advise", **{"part-1-owner": "cps"})
        owed = drive.open_work(case, "line_of_inquiry.answer_cps")
        assert (owed.owner, owed.due_on) == (cast.prosecutor, to_work_in(14))
        assert "line_of_inquiry.answer" not in drive.kinds(case)
        said = {"followed": "not_followed", "detail": "No expert is needed"}
        assert drive.send(case, "line_of_inquiry.answer_cps", "answer", **said).status_code == 302
        assert LineAnswer.objects.get().answered_by == cast.prosecutor
        assert "No expert is needed" in route_page(as_user(cast.investigator), case)

    def test_a_line_that_was_not_followed_in_full_says_why(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED)
        response = drive.send(case, "line_of_inquiry.answer", "answer", followed="not_followed")
        assert refused(response, "Enter why the line was not followed in full")

    def test_whether_the_advice_was_followed_is_told_where_the_cps_decides(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED, "line_of_inquiry.answer answer", *TO_DECISION[1:])
        owed = drive.open_work(case, "charging_decision.review")
        step = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        shown = as_user(cast.prosecutor).get(step).text
        assert "Was early advice 1 followed?" in shown
        assert "Footage from the bus" in shown

    def test_whether_it_was_followed_is_asked_in_one_query_however_many_lines(
        self, drive, django_assert_num_queries
    ):
        for count in (1, 30):
            case = drive.case()
            drive.do(case, *ADVISED[:-1])
            lines = {}
            for part in range(1, count + 1):
                lines |= line_of_inquiry(part, timezone.localdate())
            drive.send(case, "early_advice.advise", "advise", parts=count, **lines)
            with django_assert_num_queries(1):
                told = [(str(line), line.answered) for line in case.lines_of_inquiry.newest_first()]
            assert len(told) == count
