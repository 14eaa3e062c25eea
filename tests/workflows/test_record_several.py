"""Recording the same for several pieces of work at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.action_plans.models import ActionPlanItem
from casework.early_advice.models import EarlyAdviceRequest
from casework.obligations.models import Obligation
from casework.routes.findings import Finding
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import ADVISED, TO_DECISION, person
from tests.samples import advice
from tests.workflows.reading import page, step_of, text_of
from tests.workflows.several import claim, hidden, hold, section, value
from tests.workflows.test_query_counts import items, queries
from workflows.engine.outcomes import Outcome
from workflows.flows.victim_statement import VictimStatementFlow
from workflows.queues.record import recordable

pytestmark = pytest.mark.django_db
RECEIVE = "vps_offer.receive"
STATEMENT_TAKEN = ("vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take")


def address(what: str = f"{RECEIVE}.receive") -> str:
    return f"{reverse('record')}?what={what}"


def statements(drive, number: int) -> list[Obligation]:
    cases = [drive.case() for _ in range(number)]
    for case in cases:
        drive.do(case, *STATEMENT_TAKEN)
    return [drive.open_work(case, RECEIVE) for case in cases]


def ticked(*owed: Obligation) -> dict[str, object]:
    return {"work": [value(each) for each in owed]}


def test_what_is_recorded_for_several_asks_for_nothing_that_must_be_answered():
    assert set(recordable()) >= {
        "early_advice.acknowledge.acknowledge",
        "plan_item.check.accept",
        "vps_offer.receive.receive",
        "vps_checkpoint.receive.receive",
    }
    assert [each.key for each in recordable().values() if must_answer(each)] == []


def must_answer(what) -> bool:
    return any(field.required for field in what.outcome.form.base_fields.values())


def test_an_answer_that_is_not_whole_needs_an_answer_of_its_own(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    drive.send(case, "charging_decision.review", "action_plan", **items(2))
    drive.do(case, "plan_item.answer answer")
    cannot = {"answer": "cannot", "cannot_reason": "It was overwritten"}
    drive.send(case, "plan_item.answer", "answer", **cannot)
    told = as_user(cast.prosecutor).post(address("plan_item.check.accept"), {"all": "1"})
    assert "item 1" in section(told, "Will be recorded")[0]
    (left,) = section(told, "Will not be recorded (1)")
    assert "This needs an answer of its own." in left


def test_the_queue_leads_whoever_can_to_what_waits_and_how_much(drive, cast, as_user):
    statements(drive, 2)
    browser = as_user(cast.liaison)
    assert page(browser.get(reverse("queue"))).select(f"a[href='{reverse('record')}']")
    assert not page(as_user(cast.gatekeeper).get(reverse("queue"))).select(f"a[href='{reverse('record')}']")
    (link,) = page(browser.get(reverse("record"))).select("main .govuk-list a")
    assert link.text == "Confirm that the CPS holds the statement (2)"
    assert browser.get(link["href"]).status_code == 200


def test_the_queue_does_not_lead_to_what_is_empty(drive, cast, as_user):
    drive.case()
    assert not page(as_user(cast.liaison).get(reverse("queue"))).select(f"a[href='{reverse('record')}']")


def test_no_two_of_what_can_be_recorded_are_called_the_same():
    labels = [each.outcome.label for each in recordable().values()]
    assert "Confirm that the CPS holds the updated statement" in labels
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_does_no_work_records_nothing(cast, as_user, who):
    assert as_user(getattr(cast, who)).post(address(), {"all": "1"}).status_code == 403


def test_it_is_recorded_for_each_by_an_event_of_its_own_once_it_is_confirmed(drive, cast, as_user):
    owed, browser = statements(drive, 3), as_user(cast.liaison)
    told = browser.post(address(), {"all": "1"})
    assert len(section(told, "Will be recorded: confirm that the CPS holds the statement (3)")) == 3
    assert Obligation.objects.open().filter(kind=RECEIVE).count() == 3
    done = browser.get(browser.post(address(), hidden(told)).headers["Location"])
    assert "Recorded: confirm that the CPS holds the statement (3): " in text_of(done)
    events = [each.case_file.events.get(verb="received") for each in owed]
    assert {event.actor for event in events} == {cast.liaison}


def test_what_it_cannot_be_recorded_for_is_named_with_its_reason(drive, cast, as_user, monkeypatch):
    owed, browser = statements(drive, 5), as_user(cast.liaison)
    form = ticked(*owed)
    claim(owed[1], person("liaison2", "victim_liaison", cast.area))
    claim(owed[2], cast.liaison)
    hold(owed[2], cast.liaison)
    owed[2].refresh_from_db()
    form["work"][2] = value(owed[2])
    browser.post(step_of(drive, owed[3].case_file, RECEIVE), {"keep": "auto"})
    drive.do(owed[4].case_file, f"{RECEIVE} receive")
    told = browser.post(address(), form)
    assert [owed[0].case_file.urn in row for row in section(told, "Will be recorded")] == [True]
    why = zip(owed[1:], section(told, "Will not be recorded (4)"), REASONS, strict=True)
    assert all(each.case_file.urn in row and reason in row for each, row, reason in why)


REASONS = (
    "Liaison2 Tester has this now. Check it, then try again.",
    "This is on hold until",
    "You have a draft of an answer of its own.",
    "This has already been done or is no longer needed.",
)


@pytest.mark.parametrize(
    ("blocks", "heading", "told"),
    [(True, "Will not be recorded (1)", "No exhibit is listed."), (False, "Will be recorded", "Confirm")],
)
def test_work_of_which_something_is_missing_needs_an_answer_of_its_own(
    drive, cast, as_user, monkeypatch, blocks, heading, told
):
    (owed,), outcome = statements(drive, 1), VictimStatementFlow.instance.receive.outcomes["receive"]
    found = [Finding("No exhibit is listed", blocks)]
    monkeypatch.setattr(Outcome, "found_on", lambda self, record: found if self == outcome else [])
    response = as_user(cast.liaison).post(address(), ticked(owed))
    assert section(response, heading)[0].count(told) == 1


def test_advice_is_acknowledged_as_the_page_to_confirm_had_it(drive, cast, as_user):
    cases, browser = [drive.case(), drive.case()], as_user(cast.investigator)
    for case in cases:
        drive.do(case, *ADVISED)
    several = address("early_advice.acknowledge.acknowledge")
    sent_on = hidden(browser.post(several, {"all": "1"}))
    record = EarlyAdviceRequest.objects.select_related("case_file").get(case_file=cases[1])
    drive.turn(record, "further-advice", cast.prosecutor, **advice(timezone.localdate()))
    done = browser.post(several, sent_on)
    assert "Further advice has been added" in section(done, "Not recorded (1)")[0]
    assert [case.events.filter(verb="acknowledged").count() for case in cases] == [1, 0]


def test_what_changed_after_it_was_confirmed_is_told_and_not_recorded(drive, cast, as_user):
    owed, browser = statements(drive, 2), as_user(cast.liaison)
    sent_on = hidden(browser.post(address(), {"all": "1"}))
    claim(owed[1], person("liaison2", "victim_liaison", cast.area))
    done = browser.post(address(), sent_on)
    assert done.status_code == 409
    assert owed[1].case_file.urn in section(done, "Not recorded (1)")[0]
    assert [each.case_file.events.filter(verb="received").count() for each in owed] == [1, 0]


def test_an_answer_that_came_round_again_is_another_piece_of_work(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.prosecutor)
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan", "plan_item.answer answer")
    sent_on = hidden(browser.post(address("plan_item.check.accept"), {"all": "1"}))
    drive.do(case, "plan_item.check return", "plan_item.answer answer")
    done = browser.post(address("plan_item.check.accept"), sent_on)
    assert "This has already been done or is no longer needed" in section(done, "Not recorded (1)")[0]
    assert ActionPlanItem.objects.get().position == "check"


def test_what_is_not_theirs_is_not_found_and_not_named(drive, cast, as_user):
    (owed,) = statements(drive, 1)
    for who in ("outsider", "outside_prosecutor", "gatekeeper"):
        for more in ({}, {"confirmed": "1"}):
            response = as_user(getattr(cast, who)).post(address(), {**ticked(owed), **more})
            assert "1 of what you selected is not found in your work of this kind." in text_of(response), who
            assert owed.case_file.urn not in response.content.decode()
    assert Obligation.objects.open().filter(pk=owed.pk).exists()


def test_work_of_another_kind_is_not_found(drive, cast, as_user):
    offer = drive.open_work(drive.case(), "vps_offer.offer")
    response = as_user(cast.investigator).post(address(), {**ticked(offer), "confirmed": "1"})
    assert response.status_code == 409
    assert Obligation.objects.open().filter(pk=offer.pk).exists()


def test_who_selects_nothing_is_asked_to(drive, cast, as_user):
    (owed,) = statements(drive, 1)
    response = as_user(cast.liaison).post(address(), {})
    assert response.status_code == 422
    (error,) = page(response).select(".govuk-error-summary a")
    assert (error.text, error["href"]) == (
        "Select the work that you want to record this for",
        f"#work-{value(owed)}",
    )


def test_an_outcome_that_needs_its_own_answer_is_not_offered(drive, cast, as_user):
    for what in ("plan_item.check.return", "nothing", ""):
        response = as_user(cast.prosecutor).get(address(what))
        assert page(response).h1.text == "Record for several cases"


def test_the_list_and_the_check_cost_the_same_for_one_and_for_thirty(drive, cast, as_user):
    case, browser, what = drive.case(), as_user(cast.prosecutor), address("plan_item.check.accept")
    drive.do(case, *TO_DECISION)
    drive.send(case, "charging_decision.review", "action_plan", **items(30))
    costs = []
    for number in (1, 29):
        drive.do(case, *("plan_item.answer answer",) * number)
        with CaptureQueriesContext(connection) as captured:
            assert "Check before you" in text_of(browser.post(what, {"all": "1"}))
        check = len(captured)
        costs.append((queries(browser, what), check))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15 + WRITTEN_DOWN
