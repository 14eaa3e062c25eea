"""Why a request or a file is sent back, in the words of the CPS."""

from collections.abc import Iterable, Mapping

from django.db import models

RESPOND_BY = "The date the police should respond by"


class RejectionReason(models.TextChoices):
    MATERIAL = "material", "Case material not correctly received"
    SCHEDULE = "schedule", "No or missing disclosure schedule"
    MG3 = "mg3", "No MG3"
    SUPERVISOR = "supervisor", "No or incomplete supervisor's comments"
    DV_CHECKLIST = "dv_checklist", "No domestic violence checklist"
    MG11 = "mg11", "No or missing MG11s"
    EXHIBITS = "exhibits", "No or missing exhibits"
    INTERVIEW = "interview", "No summary of interview"
    SUSPECT_CONVICTIONS = "suspect_convictions", "Missing suspect's previous convictions"
    OTHER_CONVICTIONS = "other_convictions", "Missing victim's or witness's previous convictions"
    HARD_MEDIA = "hard_media", "Hard media not provided"
    THIRD_PARTY = "third_party", "Third-party material not provided"
    OFFICER_CONTACT = "officer_contact", "Officer in the case's contact details incomplete"


def reasons_told(reasons: Iterable[str], details: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each of the reasons (by code) in words, with its own detail, which may be empty."""
    return [(RejectionReason(code).label, details.get(code, "")) for code in reasons]
