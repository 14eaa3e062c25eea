"""An item from its first answer to the accepted one: each way to answer, its messages, owner and page."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, transaction

from casework.action_plans.exchange import ItemAnswer, ItemMessage
from casework.action_plans.forms import AcceptAnswerForm
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.pages.dates import govuk_date
from tests.action_plans.conftest import AGAIN, asked, item_of, page_of
from tests.cast import TO_DECISION
from tests.samples import day
from tests.workflows.working import in_days, to_work_in

pytestmark = pytest.mark.django_db
Position = ActionPlanItem.Position
ANSWER, CHECK = "plan_item.answer", "plan_item.check"
PARTLY = {
    "answer": "partly",
    "done_so_far": "The first half is exhibited",
    "outstanding": "The second half",
    **day("outstanding_by", in_days(10)),
}
CANNOT = {"answer": "cannot", "cannot_reason": "It was overwritten after 31 days"}


def test_what_the_police_have_done_is_accepted(drive, case, cast, read):
    drive.do(case, *AGAIN)
    item = item_of(case)
    assert (item.position, item.answers.get().text) == (Position.ACCEPTED, "Uploaded as exhibit 4")
    assert (item.answers.get().by, item.verdicts.get().by) == (cast.investigator, cast.prosecutor)
    assert "All 1 accepted" in read(case, cast.supervisor)


def test_what_cannot_be_done_says_why_in_its_own_words(drive, case, cast, read):
    assert drive.send(case, ANSWER, "answer", **CANNOT).status_code == 302
    assert item_of(case).answers.get().text == CANNOT["cannot_reason"]
    assert "It was overwritten after 31 days" in read(case, cast.prosecutor)


def test_all_that_an_answer_leaves_out_is_told_at_once(drive, case):
    response = drive.send(case, ANSWER, "answer", answer="partly", answer_detail="")
    for words in ("what has been done", "what is outstanding", "the date by which the rest will be done"):
        assert f"Enter {words}" in response.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "cannot", "cannot_reason": ""}, "Enter why it cannot be done"),
        ({"answer": "done", "answer_detail": ""}, "Enter what has been done"),
        ({**PARTLY, "done_so_far": ""}, "Enter what has been done"),
        ({**PARTLY, "outstanding": ""}, "Enter what is outstanding"),
        ({**PARTLY, **day("outstanding_by", in_days(0))}, "must be in the future"),
        ({**PARTLY, "outstanding_by-day": "", "outstanding_by-month": "", "outstanding_by-year": ""},
         "Enter the date by which the rest will be done"),
    ],
)  # fmt: skip
def test_an_answer_that_leaves_out_what_it_must_say_is_refused(drive, case, sent, said):
    response = drive.send(case, ANSWER, "answer", **sent)
    assert (response.status_code, ItemAnswer.objects.count()) == (422, 0)
    assert said in response.content.decode()
    assert item_of(case).position == Position.ANSWER


class TestPartlyDone:
    @pytest.fixture(autouse=True)
    def partly(self, drive, case):
        assert drive.send(case, ANSWER, "answer", **PARTLY).status_code == 302

    def test_it_is_accepted_as_it_is_with_a_reason(self, drive, case):
        assert drive.send(case, CHECK, "accept", rest="no", reason="").status_code == 422
        assert drive.send(case, CHECK, "accept", rest="no", reason="Enough").status_code == 302
        assert item_of(case).position == Position.ACCEPTED

    def test_it_stays_open_for_the_rest_until_a_new_date(self, drive, case, cast, read):
        date = day("rest_due_on", to_work_in(40))
        assert drive.send(case, CHECK, "accept", rest="yes", reason="So far", **date).status_code == 302
        item, owed = item_of(case), drive.open_work(case, ANSWER)
        assert (item.position, item.round, item.due_on) == (Position.ANSWER, 2, to_work_in(40))
        assert (owed.due_on, owed.round) == (to_work_in(40), 2)
        assert f"accepted so far, the rest due on {govuk_date(to_work_in(40))}" in read(
            case, cast.investigator
        )

    def test_it_is_not_accepted_among_others_without_a_word(self, case):
        assert not AcceptAnswerForm({}, record=item_of(case)).is_valid()

    def test_it_needs_a_date_for_the_rest(self, drive, case):
        response = drive.send(case, CHECK, "accept", rest="yes", reason="So far")
        assert "Enter the date by which the rest is due" in response.content.decode()

    def test_what_is_wholly_done_has_no_rest(self, drive, case):
        drive.do(case, "plan_item.check return", "plan_item.answer answer")
        date = day("rest_due_on", to_work_in(40))
        assert drive.send(case, CHECK, "accept", rest="yes", reason="", **date).status_code == 302
        assert item_of(case).position == Position.ACCEPTED


def test_every_answer_and_verdict_is_kept(drive, case, cast, read):
    drive.do(case, ANSWER + " answer", CHECK + " return")
    drive.send(case, ANSWER, "answer", answer_detail="The whole journey, exhibit 5")
    drive.do(case, CHECK + " accept")
    page = read(case, cast.investigator)
    kept = ("Uploaded as exhibit 4", "The footage ends too early", "The whole journey, exhibit 5")
    assert all(words in page for words in kept)
    assert list(item_of(case).answers.values_list("round", flat=True)) == [1, 2]


@pytest.mark.parametrize("rows", ["answers", "verdicts", "messages"])
def test_what_was_said_is_never_changed_or_removed(drive, case, cast, rows):
    drive.do(case, *AGAIN[:1])
    drive.turn(item_of(case), "message", cast.prosecutor, message="Thank you")
    drive.do(case, *AGAIN[1:])
    row = getattr(item_of(case), rows).get()
    for change in (row.save, row.delete):
        with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
            change()


class TestConversation:
    def test_both_sides_write_and_read_in_order_and_nothing_moves(self, drive, case, cast, read):
        before = drive.open_work(case, ANSWER).task
        for who, words in ((cast.prosecutor, "Which camera?"), (cast.investigator, "The upper deck")):
            assert drive.turn(item_of(case), "message", who, message=words).status_code == 302
        page = read(case, cast.gatekeeper)
        assert page.index("Which camera?") < page.index("The upper deck")
        assert (drive.open_work(case, ANSWER).task, item_of(case).position) == (before, Position.ANSWER)
        assert list(ItemMessage.objects.values_list("side", flat=True)) == ["cps", "police"]

    def test_its_event_does_not_hold_its_words(self, drive, case, cast):
        drive.turn(item_of(case), "message", cast.supervisor, message="Which camera?")
        event = case.events.latest("pk")
        assert (event.verb, event.reason, event.actor) == ("item_message", "", cast.supervisor)
        assert event.words == "Message about an action plan item"

    def test_an_outsider_finds_nothing_and_an_auditor_may_not(self, drive, case, cast):
        for who, status in ((cast.outsider, 404), (cast.outside_prosecutor, 404), (cast.auditor, 403)):
            assert drive.turn(item_of(case), "message", who, message="Hello").status_code == status
        assert not ItemMessage.objects.exists()

    def test_an_empty_one_is_refused(self, drive, case, cast):
        assert drive.turn(item_of(case), "message", cast.prosecutor, message=" ").status_code == 422

    def test_it_ends_with_the_item(self, drive, case, cast):
        drive.do(case, *AGAIN)
        assert drive.turn(item_of(case), "message", cast.prosecutor, message="Late").status_code == 409


class TestOwner:
    def test_it_is_the_officer_in_the_case_whoever_that_becomes(self, drive, case, cast):
        assert item_of(case).owner is None
        assert drive.open_work(case, ANSWER).owner == cast.investigator

    def test_a_supervisor_names_another_who_gets_the_item_now_and_whenever_it_comes_back(
        self, drive, case, cast, read
    ):
        sent = {"owner": cast.investigator2.pk, "reason": "Holds the footage"}
        assert drive.turn(item_of(case), "owner", cast.supervisor, **sent).status_code == 302
        assert drive.open_work(case, ANSWER).owner == cast.investigator2
        drive.do(case, ANSWER + " answer", CHECK + " return")
        assert drive.open_work(case, ANSWER).owner == cast.investigator2
        assert cast.investigator2.signature in read(case, cast.prosecutor)

    def test_while_the_cps_checks_the_answer_it_is_for_when_it_comes_back(self, drive, case, cast):
        drive.do(case, ANSWER + " answer")
        drive.turn(item_of(case), "owner", cast.supervisor, owner=cast.investigator2.pk, reason="")
        assert drive.open_work(case, CHECK).owner == cast.prosecutor
        drive.do(case, CHECK + " return")
        assert drive.open_work(case, ANSWER).owner == cast.investigator2

    def test_not_by_others_and_not_to_who_does_not_investigate(self, drive, case, cast):
        to = {"owner": cast.investigator2.pk, "reason": ""}
        assert drive.turn(item_of(case), "owner", cast.investigator, **to).status_code == 403
        outside = {"owner": cast.outsider.pk, "reason": ""}
        assert drive.turn(item_of(case), "owner", cast.supervisor, **outside).status_code == 422

    def test_who_answers_for_a_colleague_gets_it_back(self, drive, case, cast, as_user):
        drive.turn(item_of(case), "owner", cast.supervisor, owner=cast.investigator2.pk, reason="")
        response = drive.turn(item_of(case), "owner", cast.supervisor, owner=cast.investigator2.pk, reason="")
        assert "has this item already" in response.content.decode()


class TestThePage:
    def test_it_is_for_both_sides_and_nobody_else(self, case, cast, as_user):
        address = page_of(ActionPlan.objects.get())
        may = (cast.investigator, cast.gatekeeper, cast.prosecutor, cast.manager, cast.auditor)
        assert {as_user(who).get(address).status_code for who in may} == {200}
        outside = (cast.outsider, cast.outside_prosecutor, cast.administrator)
        assert {as_user(who).get(address).status_code for who in outside} == {404}

    @pytest.mark.parametrize("where", ["S2/1", "S1/2", "S1/0"])
    def test_a_plan_that_there_is_not_is_not_found(self, case, cast, as_user, where):
        assert as_user(cast.prosecutor).get(f"/cases/{case.urn}/plans/{where}/").status_code == 404

    def test_each_item_leads_to_its_work_and_to_what_the_reader_may_do(self, drive, case, cast, read):
        page = read(case, cast.investigator)
        assert f"/steps/{drive.open_work(case, ANSWER).task}/" in page
        assert "Write a message" in page
        assert "Change the owner" not in page
        assert "Change the owner" in read(case, cast.supervisor)

    def test_it_is_linked_from_the_route(self, case, cast, as_user):
        route = as_user(cast.investigator).get(f"/cases/{case.urn}/routes/action-plans/").content.decode()
        assert page_of(ActionPlan.objects.get()) in route


def test_the_number_of_queries_does_not_grow_with_the_items(drive, cast, as_user):
    from tests.audit.costs import WRITTEN_DOWN
    from tests.workflows.test_query_counts import queries

    counts = []
    # One item is with the CPS, the others are with the police.
    for number in (2, 30):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        drive.send(case, "charging_decision.review", "action_plan", **asked(number))
        drive.do(case, ANSWER + " answer", CHECK + " return", ANSWER + " more_time")
        drive.turn(item_of(case), "message", cast.prosecutor, message="Which camera?")
        plan = ActionPlan.objects.get(case_file=case)
        browser = as_user(cast.gatekeeper)
        addresses = (page_of(plan), f"/cases/{case.urn}/routes/action-plans/", f"/cases/{case.urn}/")
        counts.append([queries(browser, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0][:2]) <= 19 + WRITTEN_DOWN
