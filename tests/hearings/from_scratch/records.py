"""The records of a case whose dates follow the court."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.notices.models import BadCharacterNotice
from casework.casefiles.models import CaseFile
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyTimeLimit
from casework.hearings.models import Hearing
from casework.obligations.models import Obligation
from casework.routes.models import RouteRecord
from casework.special_measures.models import SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.victim_contacts.models import VictimContact
from casework.victim_statements.models import VpsCheckpoint
from workflows.models import CaseProcess


def record_of(owed: Obligation) -> RouteRecord:
    model: Any = CaseProcess._meta.get_field(owed.kind.partition(".")[0]).related_model
    record = model.objects.get(pk=owed.subject)
    record.case_file = owed.case_file
    return record


def every(case: CaseFile) -> Iterator[RouteRecord]:
    for model in (
        VpsCheckpoint, BadCharacterCheckpoint, BadCharacterNotice, SpecialMeasuresApplication, Section28,
        CourtStage, CustodyTimeLimit, Hearing, VictimContact,
    ):  # fmt: skip
        yield from model.objects.filter(case_file=case)


def snapshot(case: CaseFile) -> dict[object, tuple[object, ...]]:
    fields = ("position", "withdrawn_at", "due_on", "expires_on", "tell_by", "serve_by", "recording_by")
    return {each.pk: tuple(getattr(each, name, None) for name in fields) for each in every(case)}


def answered(case: CaseFile) -> dict[object, str]:
    return {each.pk: each.position for each in every(case) if each.owed_by is None and not each.withdrawn_at}
