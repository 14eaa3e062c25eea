"""What no page offers is refused or ignored by the server, at every step of a long way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.db import transaction
from django.db.models import DateTimeField, UUIDField
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.people.models import User
from tests.casework.ways import THE_LONG_WAY
from tests.cast import TO_GATEKEEPER, Driver
from tests.faults.state import AUDITED, State, differences, state
from tests.samples import sample
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db
FORGED = "forged-choice"
CHOICES = (forms.ChoiceField, forms.ModelChoiceField)
# What decides in the domain, and who somebody is: fields of its rows and of its people, of no form.
UNOFFERED = {
    **dict.fromkeys(("id", "pk", "case_file", "task", "force", "organisation", "unit"), 1),
    **dict.fromkeys(("actor", "user", "person", "owner", "on_behalf_of", "created_by"), 1),
    **dict.fromkeys(("withdrawn_at", "opened_at", "shared_with_cps_at", "at"), "2020-01-01"),
    **dict.fromkeys(("is_superuser", "is_staff", "is_active"), "on"),
    "position": FORGED,
    "round": 99,
    "urn": "20AA9999926",
    "roles": "administrator",
    "permissions": "all",
}
# The record of what was refused; when somebody looked last, or signed in as these tests do each time.
OF_LOOKING = AUDITED | {f"{sign}casework_{table}" for table in ("caselook", "user") for sign in "+-"}


def steps_of(way) -> Iterator[tuple[str, str]]:
    for line in way:
        kind, outcome = line.split()
        yield kind, outcome


def choices_of(drive: Driver, case, kind: str, outcome: str) -> list[str]:
    """The fields of the form of an outcome that offer a choice."""
    task = Task.objects.get(pk=drive.open_work(case, kind).task)
    form = sample(kind, outcome, timezone.localdate())
    filled = task.flow_task.outcomes[outcome].form(form, record=task.process.caseprocess.record)
    return [name for name, field in filled.fields.items() if isinstance(field, CHOICES)]


def forge(drive: Driver, case, kind: str, outcome: str, name: str, before: State) -> int:
    """Send the form with a choice that nobody offered; gives back the code, and undoes what was done."""
    with transaction.atomic():
        code = drive.send(case, kind, outcome, **{name: FORGED}).status_code
        after = state()
        transaction.set_rollback(True)
    changed = {place: rows for place, rows in differences(before, after).items() if place not in OF_LOOKING}
    assert FORGED not in str(changed), (kind, outcome, name)
    if code == 422:
        assert changed == {}, (kind, outcome, name)
    return code


def test_a_choice_that_was_not_offered_is_refused(drive):
    """It is refused and nothing has changed; or its question was not asked, and it is kept nowhere."""
    case, codes = drive.case(), {}
    for kind, outcome in steps_of(THE_LONG_WAY):
        before = state()
        names = choices_of(drive, case, kind, outcome)
        for name in (each for each in names if (kind, outcome, each) not in codes):
            codes[kind, outcome, name] = forge(drive, case, kind, outcome, name, before)
        drive.do(case, f"{kind} {outcome}")
    assert len(codes) > 40
    assert set(codes.values()) <= {422, 302}
    assert [*codes.values()].count(422) > 0.7 * len(codes), [key for key in codes if codes[key] == 302]


def recorded(case) -> dict[str, list[dict[str, object]]]:
    """What the records of a case say, without keys, moments and what names the case."""
    processes = CaseProcess.objects.filter(case_file=case).order_by("pk")
    return {
        f"{number} {process.flow_class.carries}": said_by(process.record)
        for number, process in enumerate(processes)
    }


def said_by(record) -> dict[str, object]:
    return {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if not (field.is_relation or field.primary_key or isinstance(field, DateTimeField | UUIDField))
        and field.name != "matter"
    }


def test_a_field_that_the_form_has_not_changes_nothing(drive):
    """The same way twice, once with fields of rows that no form has: both leave the same."""
    plain, forged = drive.case(), drive.case()
    for kind, outcome in steps_of(THE_LONG_WAY):
        drive.do(plain, f"{kind} {outcome}")
        extra = {
            name: value
            for name, value in UNOFFERED.items()
            if name not in fields_of(drive, forged, kind, outcome)
        }
        assert drive.send(forged, kind, outcome, **extra).status_code == 302, (kind, outcome)
    assert recorded(forged) == recorded(plain)
    told = [list(case.events.order_by("pk").values_list("verb", "actor", "role")) for case in (plain, forged)]
    assert told[0] == told[1]
    assert not User.objects.filter(is_superuser=True).exists()


def fields_of(drive: Driver, case, kind: str, outcome: str) -> set[str]:
    task = Task.objects.get(pk=drive.open_work(case, kind).task)
    form = task.flow_task.outcomes[outcome].form({}, record=task.process.caseprocess.record)
    return set(form.fields) | set(sample(kind, outcome, timezone.localdate()))


def test_a_refused_step_changes_nothing(drive):
    case, kind = drive.case(), "early_advice.consider"
    before = state()
    assert drive.send(case, kind, "not_sought", reason="").status_code == 422
    assert set(differences(before, state())) <= OF_LOOKING


def test_who_one_is_cannot_be_sent(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    claim = reverse(
        "step_claim", kwargs={"urn": case.urn, "task": drive.open_work(case, "file_submission.review").task}
    )
    forged = {"person": cast.gatekeeper.pk, "user": cast.gatekeeper.username, "role": "gatekeeper"}
    headers = {"x-user": cast.gatekeeper.username, "remote-user": cast.gatekeeper.username}
    for who, code in (("outsider", 404), ("investigator", 403), ("auditor", 403)):
        assert as_user(getattr(cast, who)).post(claim, forged, headers=headers).status_code == code
    assert not case.events.filter(verb="claimed").exists()
    as_user(cast.gatekeeper2).post(claim, forged, headers=headers)
    claimed = case.events.filter(verb="claimed").latest("pk")
    assert (claimed.actor, claimed.role) == (cast.gatekeeper2, "gatekeeper")
