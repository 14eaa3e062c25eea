"""The case as the court has it, read naively: what each date is counted from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.hearings.models import Hearing, Plea, Sentence, Verdict


class Facts:
    """The case as the court has it, read naively."""

    def __init__(self, case: CaseFile, today: date):
        self.case, self.today = case, today
        hearings = Hearing.objects.filter(case_file=case)
        self.listed = {each.kind: each for each in hearings if each.position == "listed"}
        held = sorted((each for each in hearings if each.position == "held"), key=lambda each: each.on)
        self.standing = {each.kind: each for each in held} | self.listed
        self.sending_held = any(each.kind == "sending" for each in held)
        self.charged = [each.pk for each in case.suspects.all() if each.charged_on]
        self.pleas = self.last(Plea)
        self.verdicts = self.last(Verdict)
        self.sentences = self.last(Sentence)

    def last(self, model: Any) -> dict[object, Any]:
        found = model.objects.filter(suspect__case_file=self.case).order_by("pk")
        return {each.suspect_id: each for each in found}

    def to_be_tried(self, key: object) -> bool:
        plea, verdict = self.pleas.get(key), self.verdicts.get(key)
        judged = verdict is not None and verdict.verdict != "not_agreed"
        return plea is not None and plea.plea == "not_guilty" and not judged

    @property
    def trial_ahead(self) -> bool:
        """Whether somebody may still be tried: has not pleaded guilty, and has no verdict."""
        return any(key not in self.pleas or self.to_be_tried(key) for key in self.charged)

    @property
    def convicted_on(self) -> date | None:
        admitted = [p.entered_on for p in self.pleas.values() if p.plea == "guilty" or p.guilty_to_some]
        found = [v.on for v in self.verdicts.values() if v.verdict in ("guilty", "guilty_of_some")]
        return min(admitted + found, default=None)

    @property
    def is_over(self) -> bool:
        return all(key in self.sentences or self.acquitted(key) for key in self.charged)

    def acquitted(self, key: object) -> bool:
        plea, verdict = self.pleas.get(key), self.verdicts.get(key)
        admits = plea is not None and (plea.plea == "guilty" or plea.guilty_to_some)
        return not admits and verdict is not None and verdict.verdict == "not_guilty"

    def checkpoints(self) -> dict[str, date]:
        """By kind, when the victim is offered a statement."""
        if self.is_over:
            return {}
        wanted: dict[str, date] = {}
        if ptph := self.standing.get("ptph"):
            wanted["ptph"] = due_on("VPS_AFTER_PTPH", ptph.on)
        if trial := self.listed.get("trial"):
            wanted["trial_first"] = trial.on - timedelta(days=28)
            wanted["trial_last"] = trial.on - timedelta(days=7)
        if self.convicted_on:
            wanted["conviction"] = due_on("VPS_AFTER_CONVICTION", self.convicted_on)
            if sentence := self.listed.get("sentence"):
                wanted["sentence"] = sentence.on - timedelta(days=7)
        return wanted
