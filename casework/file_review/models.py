"""The file on its way to the CPS: submitted, signed off, reviewed by the gatekeeper, round by round."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.documents.models import Document
from casework.file_review.compare import Changes, changes_between
from casework.file_review.rounds import ChecklistAnswer, FileReturn, stood_in_for, times
from casework.file_review.standard import PARTS, Standard, standard_now, standards
from casework.people.roles import Side
from casework.routes.models import RouteRecord


class ItemChecked(NamedTuple):
    """An item of the file standard as those who checked it found it, in the order of the checks."""

    label: str
    answers: list[ChecklistAnswer]


class FileSubmission(RouteRecord):
    route = "file_review"

    class Position(models.TextChoices):
        PREPARE = "prepare", "File submission"
        SIGN_OFF = "sign_off", "Supervisor's sign-off"
        REVIEW = "review", "Gatekeeper's review"
        CORRECT = "correct", "Corrected file"
        ACCEPTED = "accepted", "File accepted to the CPS"
        ENDED = "ended", "Ended by the police"

    OWED = {
        Position.PREPARE: Side.POLICE,
        Position.SIGN_OFF: Side.POLICE,
        Position.REVIEW: Side.POLICE,
        Position.CORRECT: Side.POLICE,
    }

    position = models.CharField(max_length=20, choices=Position, default=Position.PREPARE)
    code_test = models.CharField(max_length=10, blank=True)
    case_summary = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_for = stood_in_for("The colleague who was away, where somebody submitted it for them")
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_for = stood_in_for("The colleague who was away, where somebody signed it off for them")
    supervisor_comments = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_file"], name="file_submission_once_per_case")]

    @cached_property
    def last_return(self) -> FileReturn:
        """Why the file came back last. One query the first time; FileReturn.DoesNotExist if it never did."""
        return self.returns.latest("round")

    @cached_property
    def returned(self) -> list[FileReturn]:
        """Its returns, the last first. One query the first time, or none when they were loaded."""
        return list(self.returns.all())[::-1]

    @cached_property
    def answers_given(self) -> list[ChecklistAnswer]:
        """What was found in every round. One query the first time, or none when they were loaded."""
        return list(self.answers.all())

    @property
    def standard(self) -> Standard:
        """The version under which this round was submitted, the newest for one that was not."""
        return self.standard_of(self.round)

    def standard_of(self, number: int) -> Standard:
        """The version under which a round was submitted, the newest for one that was not."""
        given = next((each.standard for each in self.answers_of(number)), None)
        return standards()[given] if given else standard_now()

    def answers_of(self, number: int) -> list[ChecklistAnswer]:
        """What was found in one round, by all who checked it, in the order of the checks."""
        return [each for each in self.answers_given if each.round == number]

    def checked(self, number: int = 0) -> list[tuple[str, list[ItemChecked]]]:
        """The items of the file standard by part, as they were found in a round, by default in this one."""
        number = number or self.round
        answers, standard = self.answers_of(number), self.standard_of(number)
        return [
            (
                title,
                [
                    ItemChecked(item.label, [each for each in answers if each.item == item.key])
                    for item in standard.of_part(part)
                ],
            )
            for part, title in PARTS.items()
        ]

    @cached_property
    def changes(self) -> Changes | None:
        """What is new in the round that was submitted last; None for the first. Up to four queries, once."""
        *_, before, now = [None, None, *self.rounds.all()]
        if before is None or now is None:
            return None
        new = Q(versions__added_at__gt=before.submitted_at) | Q(
            withdrawal__withdrawn_at__gt=before.submitted_at
        )
        documents = Document.objects.filter(new, case_file=self.case_file_id).with_versions().distinct()
        return changes_between(before, now, self.answers_given, list(documents))

    @property
    def bounces(self) -> Counter[str]:
        """How often the file was returned, by who returned it."""
        return Counter(each.returned_from for each in self.returned)

    @property
    def bounce_words(self) -> str:
        """ "Returned 3 times: 1 by the supervisor, 2 by the gatekeeper"; empty for one that never was."""
        by = [
            f"{self.bounces[stage]} by the {stage.label}" for stage in FileReturn.Stage if self.bounces[stage]
        ]
        return f"Returned {times(self.bounces.total())}: {', '.join(by)}" if by else ""

    @property
    def bounced(self) -> bool:
        """Whether it has come back so often that those who lead must know."""
        return self.bounces.total() >= settings.CASEWORK_BOUNCE_ALERT_AT
