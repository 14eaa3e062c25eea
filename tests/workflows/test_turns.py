"""What is done to a record beside its steps: who may, from where, where it leads, and what of the step."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.drafts.models import Draft
from casework.early_advice.forms import NotSoughtForm
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.people.roles import Role
from casework.routes.findings import Finding
from casework.routes.services import position_require, record_move
from tests.workflows.early_advice import record_of
from tests.workflows.working import now
from workflows.engine import work
from workflows.engine.nodes import Turn
from workflows.flows.early_advice import EarlyAdviceFlow

pytestmark = pytest.mark.django_db
Position = EarlyAdviceRequest.Position


def reopen(*, record, by, at, reason):
    position_require(record, Position.NOT_SOUGHT)
    record_move(record=record, to=Position.CONSIDER, by=by, at=at, verb="reinstated", reason=reason)


def give_up(*, record, by, at, reason):
    record_move(record=record, to=Position.NOT_SOUGHT, by=by, at=at, verb="not_sought", reason=reason)


def note(*, record, by, at, reason):
    if reason == "no":
        raise RuleBroken("Enter something else", field="reason")
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb="not_sought",
        subject=record.pk,
        reason=reason,
    )


def missing(record) -> list[Finding]:
    return [Finding("No suspect is recorded", blocks=True), Finding("No document is attached")]


TURNS = [
    Turn(
        "reopen",
        "Reopen",
        reopen,
        NotSoughtForm,
        roles=(Role.SUPERVISOR,),
        at=(Position.NOT_SOUGHT,),
        to=(Position.CONSIDER,),
        findings=missing,
    ),
    Turn(
        "give-up",
        "Give up",
        give_up,
        NotSoughtForm,
        roles=(Role.SUPERVISOR, Role.GATEKEEPER),
        at=(Position.CONSIDER, Position.TRIAGE),
        to=(Position.NOT_SOUGHT,),
    ),
    Turn("note", "Note", note, NotSoughtForm, roles=(Role.PROSECUTOR,), at=(Position.TRIAGE,)),
    Turn("astray", "Astray", give_up, NotSoughtForm, roles=(Role.SUPERVISOR,), at=(Position.CONSIDER,)),
]


@pytest.fixture(autouse=True)
def turns(monkeypatch):
    monkeypatch.setattr(EarlyAdviceFlow, "turns", TURNS)


def test_it_moves_the_record_and_closes_its_step(drive, cast, case):
    step = drive.open_work(case, "early_advice.consider").task
    assert drive.turn(record_of(case), "give-up", cast.gatekeeper, reason="Known").status_code == 302
    assert record_of(case).position == Position.NOT_SOUGHT
    assert "early_advice.consider" not in drive.kinds(case)
    assert Task.objects.get(pk=step).status == STATUS.CANCELED
    event = case.events.filter(route="early_advice").latest("pk")
    assert (event.actor, event.role, event.step) == (cast.gatekeeper, "gatekeeper", "early_advice.give-up")


def test_a_record_at_rest_is_taken_up_and_its_step_opened(drive, cast, case):
    drive.do(case, "early_advice.consider not_sought")
    drive.turn(record_of(case), "reopen", cast.supervisor, reason="New material")
    assert drive.open_work(case, "early_advice.consider").owner == cast.investigator
    drive.do(case, "early_advice.consider request")


def test_what_does_not_move_the_record_leaves_the_step_with_its_owner(drive, cast, case):
    drive.do(case, "early_advice.consider request")
    task = drive.open_work(case, "early_advice.triage").task
    assert drive.turn(record_of(case), "note", cast.prosecutor, reason="Seen").status_code == 302
    assert drive.open_work(case, "early_advice.triage").task == task


def test_a_refusal_of_the_verb_is_shown_beside_its_field_with_what_was_typed(drive, cast, case):
    drive.do(case, "early_advice.consider request")
    page = drive.turn(record_of(case), "note", cast.prosecutor, reason="no")
    assert page.status_code == 422
    assert "Enter something else" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("investigator", 403), ("outsider", 404), ("outside_prosecutor", 404)]
)
def test_others_may_not(drive, cast, case, who, status):
    assert drive.turn(record_of(case), "give-up", getattr(cast, who), reason="x").status_code == status
    assert record_of(case).position == Position.CONSIDER


def test_a_turn_of_another_position_is_refused_and_tells_who_moved_it(drive, cast, case):
    record = record_of(case)
    drive.turn(record, "give-up", cast.gatekeeper, reason="Known")
    page = drive.turn(record, "give-up", cast.supervisor, reason="Known")
    assert page.status_code == 409
    assert f"{cast.gatekeeper.signature} has moved this on" in page.content.decode()


def test_a_step_that_a_turn_has_closed_tells_who_did_it(drive, cast, case):
    task = Task.objects.get(pk=drive.open_work(case, "early_advice.consider").task)
    drive.turn(record_of(case), "give-up", cast.gatekeeper, reason="Known")
    with pytest.raises(work.WorkRefused, match=f"{cast.gatekeeper.signature} has moved this on"):
        work.complete(task=task, by=cast.investigator, outcome="request", arguments={}, **now())


def test_a_turn_that_leads_elsewhere_than_it_says_changes_nothing(cast, case):
    with pytest.raises(work.WorkFailed):
        work.turn(
            record=record_of(case),
            by=cast.supervisor,
            at=timezone.now(),
            key="astray",
            arguments={"reason": "x"},
        )
    assert record_of(case).position == Position.CONSIDER


def test_the_pages_link_to_what_the_reader_may_do_now(drive, cast, case, as_user):
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})
    assert "Give up" in as_user(cast.supervisor).get(route).content.decode()
    assert "Give up" not in as_user(cast.investigator).get(route).content.decode()
    step = {"urn": case.urn, "task": drive.open_work(case, "early_advice.consider").task}
    assert "Give up" in as_user(cast.supervisor).get(reverse("step", kwargs=step)).content.decode()


def test_what_is_missing_is_told_before_anything_is_sent(drive, cast, case, as_user):
    drive.do(case, "early_advice.consider not_sought")
    where = {"urn": case.urn, "kind": "early_advice", "record": record_of(case).pk, "key": "reopen"}
    page = as_user(cast.supervisor).get(reverse("turn", kwargs=where)).content.decode()
    assert page.index("Before you can send this") < page.index("No suspect is recorded")
    assert page.index("Check before you send") < page.index("No document is attached")


def test_the_address_of_a_turn_that_is_over_leads_to_the_route(cast, case, as_user):
    where = {"urn": case.urn, "kind": "early_advice", "record": record_of(case).pk, "key": "reopen"}
    response = as_user(cast.supervisor).get(reverse("turn", kwargs=where))
    assert response.url == reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})


@pytest.mark.parametrize(
    ("kind", "key"), [("early_advice", "nothing"), ("nothing", "reopen"), ("vps_offer", "x")]
)
def test_an_address_that_names_nothing_is_not_found(cast, case, as_user, kind, key):
    where = {"urn": case.urn, "kind": kind, "record": record_of(case).pk, "key": key}
    assert as_user(cast.supervisor).get(reverse("turn", kwargs=where)).status_code == 404


def test_what_was_typed_is_kept_as_a_draft_until_it_is_done(cast, as_user, case):
    where = {"urn": case.urn, "kind": "early_advice", "record": record_of(case).pk, "key": "give-up"}
    address, browser = reverse("turn", kwargs=where), as_user(cast.supervisor)
    assert browser.post(address, {"reason": "Half a rea", "keep": "auto"}).status_code == 200
    assert "Half a rea" in browser.get(address).content.decode()
    assert "Half a rea" not in as_user(cast.gatekeeper).get(address).content.decode()
    browser.post(address, {"reason": "Half a reason"})
    assert not Draft.objects.exists()
    late = browser.post(address, {"reason": "Half a rea", "keep": "auto"})
    assert (late.status_code, Draft.objects.exists()) == (409, False)
