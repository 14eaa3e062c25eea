from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.absences.services import absence_record
from casework.casefiles.models import CaseFile
from casework.hearings.services import hearing_list
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import TO_DECISION
from workflows.engine import work
from workflows.engine.timers import timers_fire


@pytest.fixture
def eventful_case(drive, cast) -> CaseFile:
    """A case that went far, with everything that an event can hold."""
    made = drive.case(suspects=2)
    drive.do(made, "bad_character.consider nil", *TO_DECISION)
    drive.do(made, "bad_character.review review", "charging_decision.review charge")
    task = Task.objects.get(pk=drive.open_work(made, "vps_offer.offer").task)
    now, today = timezone.now(), timezone.localdate()
    lead = {"task": task, "by": cast.supervisor, "at": now}
    work.assign(**lead, to=cast.investigator2, seen=cast.investigator.pk, reason="Canary reason of handing")
    work.hold(**lead, until=today + timedelta(days=1), reason="Canary reason of holding")
    timers_fire(now=now + timedelta(days=2))
    away = {"person": cast.investigator2, "stand_in": cast.investigator, "by": cast.investigator2}
    absence_record(**away, starts_on=today, ends_on=today, at=now)
    stand_in = User.objects.get(pk=cast.investigator.pk)
    said = {"offered_on": today, "offered_how": "phone", "explained": ["seen"], "explained_by": ""}
    work.complete(task=task, by=stand_in, at=now, outcome="offer", arguments=said)
    liaison = {"by": cast.liaison, "roles": (Role.VICTIM_LIAISON,), "at": now}
    trial = {"kind": "trial", "on": today + timedelta(days=200), "court_name": "Canary name of a court"}
    trial["sits_confirmed"] = True
    work.act_on_case(case=made, verb=hearing_list, **liaison, **trial)
    return made
