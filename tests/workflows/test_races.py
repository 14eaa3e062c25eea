"""Two people at once, on two real connections: one wins, the other is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casework.drafts.models import Draft
from casework.early_advice.models import EarlyAdviceRequest
from casework.events.models import Event
from casework.last_looked.models import CaseLook
from casework.last_looked.services import case_looked_at
from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.cast import ADVISED, TO_GATEKEEPER, Driver, make_cast, person
from tests.samples import sample

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def at_once(*acts: Callable[[], int]) -> list[int]:
    """Run the acts at the same instant in threads of their own; give back their answers in order."""
    start, answers = threading.Barrier(len(acts)), [0] * len(acts)

    def run(index: int, act: Callable[[], int]) -> None:
        start.wait()
        try:
            answers[index] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def poster(browser, address: str, form: dict) -> Callable[[], int]:
    return lambda: browser.post(address, form).status_code


@pytest.mark.parametrize("attempt", range(3))
def test_two_gatekeepers_claim_one_file(drive, as_user, attempt):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    owed = drive.open_work(case, "file_submission.review")
    address = reverse("step_claim", kwargs={"urn": case.urn, "task": owed.task})
    cast = drive.cast
    answers = at_once(*(poster(as_user(one), address, {}) for one in (cast.gatekeeper, cast.gatekeeper2)))
    assert sorted(answers) == [302, 409]
    assert Event.objects.filter(case_file=case, verb="claimed").count() == 1
    owed.refresh_from_db()
    assert owed.owner == (cast.gatekeeper if answers[0] == 302 else cast.gatekeeper2)


@pytest.mark.parametrize("attempt", range(3))
def test_a_double_submit_is_taken_once(drive, as_user, attempt):
    case = drive.case()
    owed = drive.open_work(case, "early_advice.consider")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task}) + "?outcome=request"
    form = sample("early_advice.consider", "request", timezone.localdate())
    answers = at_once(*(poster(as_user(drive.cast.investigator), address, form) for _ in range(2)))
    assert sorted(answers) == [302, 409]
    assert Event.objects.filter(case_file=case, verb="requested").count() == 1
    assert Obligation.objects.open().filter(case_file=case, kind="early_advice.triage").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_answers_of_a_plan_accepted_at_once_resume_the_decision_once(drive, as_user, attempt):
    from tests.cast import TO_DECISION
    from tests.workflows.test_routes import two_items

    case = drive.case()
    drive.do(case, *TO_DECISION)
    drive.send(case, "charging_decision.review", "action_plan", **two_items())
    drive.do(case, "plan_item.answer answer", "plan_item.answer answer")
    checks = Obligation.objects.open().filter(case_file=case, kind="plan_item.check")
    addresses = [
        reverse("step", kwargs={"urn": case.urn, "task": owed.task}) + "?outcome=accept" for owed in checks
    ]
    browsers = [as_user(drive.cast.prosecutor) for _ in addresses]
    answers = at_once(
        *(poster(browser, address, {}) for browser, address in zip(browsers, addresses, strict=True))
    )
    assert answers == [302, 302]
    assert Obligation.objects.open().filter(case_file=case, kind="charging_decision.review").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_a_draft_that_is_saved_while_the_step_is_sent_does_not_outlive_it(drive, as_user, attempt):
    case = drive.case()
    owed = drive.open_work(case, "early_advice.consider")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task}) + "?outcome=request"
    form = sample("early_advice.consider", "request", timezone.localdate())
    saves = [poster(as_user(drive.cast.investigator), address, {**form, "keep": "auto"}) for _ in range(3)]
    sent, *saved = at_once(poster(as_user(drive.cast.investigator), address, form), *saves)
    assert sent == 302
    assert set(saved) <= {200, 409}
    assert not Draft.objects.exists()


def test_looks_at_one_case_at_once_keep_the_later(drive):
    case, person, at = drive.case(), drive.cast.investigator, timezone.now()

    def look(seen: int):
        return lambda: case_looked_at(person=person, case=case, seen=seen, at=at) or 1

    assert at_once(*(look(seen) for seen in (3, 9, 5))) == [1, 1, 1]
    assert CaseLook.objects.get().seen == 9


def test_work_that_is_taken_while_it_is_given_out_is_taken_or_given_and_told(drive, as_user):
    cast, cases = drive.cast, [drive.case() for _ in range(3)]
    for case in cases:
        drive.do(case, *TO_GATEKEEPER)
    owed = [drive.open_work(case, "file_submission.review") for case in cases]
    third = person("gatekeeper3", Role.GATEKEEPER, cast.force)
    claim = reverse("step_claim", kwargs={"urn": cases[2].urn, "task": owed[2].task})
    form = {"work": [f"{each.task}-0" for each in owed], "to": cast.gatekeeper2.pk, "confirmed": "1"}
    lead, taker = as_user(cast.gatekeeper), as_user(third)
    answers = at_once(poster(lead, reverse("give_out"), form), poster(taker, claim, {}))
    assert tuple(answers) in {(302, 409), (409, 302)}
    holders = [Obligation.objects.get(pk=each.pk).owner for each in owed]
    assert holders == [cast.gatekeeper2, cast.gatekeeper2, cast.gatekeeper2 if answers[0] == 302 else third]
    assert Event.objects.filter(verb="assigned").count() == 2 + (answers[0] == 302)


@pytest.mark.parametrize("attempt", range(2))
def test_the_same_recorded_for_several_by_two_people_at_once_is_recorded_once(drive, as_user, attempt):
    cast, cases = drive.cast, [drive.case() for _ in range(3)]
    for case in cases:
        drive.do(case, "vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take")
    other = person("liaison2", Role.VICTIM_LIAISON, cast.area)
    address, kind = f"{reverse('record')}?what=vps_offer.receive.receive", "vps_offer.receive"
    form = {"work": [f"{drive.open_work(case, kind).task}-0" for case in cases], "confirmed": "1"}
    at_once(*(poster(as_user(one), address, form) for one in (cast.liaison, other)))
    assert [case.events.filter(verb="received").count() for case in cases] == [1, 1, 1]


def test_two_prosecutors_who_add_advice_at_once_make_a_version_each(drive, as_user):
    case, second = drive.case(), person("prosecutor2", Role.PROSECUTOR, drive.cast.area)
    drive.do(case, *ADVISED)
    record = EarlyAdviceRequest.objects.get(case_file=case)
    where = {"kind": "early_advice", "record": record.pk, "key": "further-advice"}
    address = reverse("turn", kwargs={"urn": case.urn, **where})
    form = sample("early_advice.advise", "advise", timezone.localdate())
    both = (drive.cast.prosecutor, second)
    assert at_once(*(poster(as_user(one), address, form) for one in both)) == [302, 302]
    assert sorted(record.advice.values_list("version", flat=True)) == [1, 2, 3]


def test_of_two_who_decide_an_appeal_at_once_one_is_told_that_it_was_done(drive, as_user):
    case = drive.case()
    others = [person(name, Role.PROSECUTION_MANAGER, drive.cast.area) for name in ("manager2", "manager3")]
    drive.do(case, "early_advice.consider request", "early_advice.triage reject")
    drive.do(case, "early_advice.revise ask_appeal", "early_advice.appeal appeal")
    owed = drive.open_work(case, "early_advice.decide_appeal")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    ways = [
        (f"{address}?outcome={outcome}", sample("early_advice.decide_appeal", outcome, timezone.localdate()))
        for outcome in ("allow", "dismiss")
    ]
    acts = [poster(as_user(one), *way) for one, way in zip(others, ways, strict=True)]
    assert sorted(at_once(*acts)) == [302, 409]
    decided = Event.objects.filter(case_file=case, verb__in=["appeal_allowed", "appeal_dismissed"])
    assert decided.count() == 1
