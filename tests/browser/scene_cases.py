"""The cases of the scene, each brought to where its pages show something."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.models import CaseAdmission
from casework.action_plans.models import ActionPlanItem
from casework.casefiles.models import CaseFile
from casework.people.roles import Side
from casework.retention.models import ErasureProposal
from casework.retention.services import hold_set
from tests.access.keeping import barred, restricted
from tests.bad_character.made import FOUND, PURSUED, charged_case, pleads
from tests.cast import (
    ADVISED,
    CONSIDERED,
    NOT_CHARGED,
    TO_CHARGE,
    TO_DECISION,
    TO_GATEKEEPER,
    Driver,
)
from tests.documents.files import pdf
from tests.documents.sending import add, add_version, where
from tests.retention.closed import classed, closed_case, keeper
from tests.samples import day, plan_item
from tests.victim_contacts.agreed import PLAN

# More rows than a page of the queue has.
MANY_VICTIMS = 24

APPEALING = (
    "early_advice.consider request",
    "early_advice.triage reject",
    "early_advice.revise ask_appeal",
)
REVIEWED = (*TO_DECISION, *NOT_CHARGED, "review_right.tell tell", "review_right ask")
# What has been done in each case of one suspect and one victim.
DONE: dict[str, tuple[str, ...]] = {
    "overdue": (),
    "second": (
        "early_advice.consider request",
        "bad_character.consider nil",
        "file_submission.prepare submit",
        "vps_offer.offer offer",
    ),
    "third": (
        "early_advice.consider request",
        "early_advice.triage reject",
        "bad_character.consider found",
        "bad_character.review review",
        "file_submission.prepare submit",
        "file_submission.sign_off sign_off",
        "vps_offer.offer offer",
        "vps_offer.answer want",
    ),
    "fourth": (
        "early_advice.consider request",
        "early_advice.triage accept",
        "bad_character.consider nil",
        "file_submission.prepare submit",
        "file_submission.sign_off return",
        "vps_offer.offer offer",
        "vps_offer.answer want",
        "vps_offer.take take",
    ),
    "fifth": (
        "early_advice.consider request",
        "early_advice.triage accept",
        "early_advice.advise advise",
        *TO_GATEKEEPER[1:],
        "file_submission.review accept",
    ),
    "appealing": APPEALING,
    "appealed": (*APPEALING, "early_advice.appeal appeal"),
    "advised": (
        *(*ADVISED, "early_advice.acknowledge acknowledge"),
        *("vps_offer.offer offer", "vps_offer.answer decline"),
    ),
    "bounced": (
        *TO_GATEKEEPER,
        *("file_submission.review return", "file_submission.correct submit", TO_GATEKEEPER[-1]) * 2,
        "file_submission.review return",
    ),
    "further": (
        *TO_DECISION,
        "charging_decision.review action_plan",
        "plan_item.answer answer",
        "plan_item.check accept",
        "charging_decision.review action_plan",
    ),
    "not charged": (
        "early_advice.consider not_sought",
        "bad_character.consider found",
        *TO_DECISION[2:],
        "bad_character.review review",
        "bad_character.decide pursue",
        *NOT_CHARGED,
    ),
    "material awaited": (*FOUND, "bad_character.decide wait"),
    "to confirm": (*PURSUED, *ADVISED),
    "reviewed": REVIEWED,
    "upheld": (*REVIEWED, "decision_review.review uphold"),
    "overturned": (*REVIEWED, "decision_review.review overturn"),
    "threshold": (*TO_DECISION, "bad_character.review review", "charging_decision.review threshold"),
    "to be ended": (
        *(*TO_DECISION, "bad_character.review review", "charging_decision.review threshold"),
        "charging_decision.review_threshold discontinue",
    ),
    "told": (*TO_DECISION, *NOT_CHARGED, "review_right.tell tell"),
    "met": (*TO_DECISION, "charging_decision record_meeting"),
    "ended": ("early_advice.consider not_sought", "file_submission end"),
}


def line_of_the_cps(drive: Driver) -> CaseFile:
    """The prosecutor has advised on a line of inquiry that the CPS follows itself."""
    case = drive.case()
    drive.do(case, *ADVISED[:-1])
    drive.send(case, "early_advice.advise", "advise", **{"part-1-owner": Side.CPS})
    return case


def silent(drive: Driver) -> CaseFile:
    """The police have left an action plan unanswered for so long that it may be finalised."""
    with time_machine.travel(timezone.now() - timedelta(days=100)):
        case = drive.case()
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    return case


def deciding(drive: Driver) -> CaseFile:
    """Of two suspects one is to be decided, and one waits for three answers.

    One is to be checked, for one more time is asked, and both sides have written about the first.
    """
    case, today = drive.case(suspects=2), timezone.localdate()
    drive.do(case, CONSIDERED[0], CONSIDERED[1], *TO_DECISION[1:], "bad_character.review review")
    items = {**plan_item(1, today), **plan_item(2, today, "Statement of the driver"), **plan_item(3, today)}
    drive.send(case, "charging_decision.review", "action_plan", parts=3, **items)
    drive.do(case, "plan_item.answer answer", "plan_item.answer more_time")
    for who, message in ((drive.cast.prosecutor, "Which camera?"), (drive.cast.gatekeeper, "The upper deck")):
        drive.turn(ActionPlanItem.objects.get(case_file=case, number=1), "message", who, message=message)
    return case


def charged(drive: Driver) -> CaseFile:
    """Charged and listed, with an updated statement at each of its steps."""
    case = drive.case(victims=3)
    drive.do(case, *("vps_offer.offer offer", "vps_offer.answer decline") * 3)
    drive.do(case, *TO_CHARGE, "vps_checkpoint.offer want", "vps_checkpoint.take take")
    drive.do(case, "vps_checkpoint.offer want")
    drive.list_hearing(case, "first_hearing", timezone.localdate())
    drive.list_hearing(case, "ptph", timezone.localdate() + timedelta(days=20))
    drive.do(case, "hearing relist", "hearing vacate")
    said_by_the_court(drive, case)
    assert drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=120)).status_code == 302
    return case


def heard(drive: Driver) -> CaseFile:
    """A guilty plea and a sentence to come: a statement to be served, and one that the court has to hear."""
    case, today = drive.case(victims=2), timezone.localdate()
    ways = ("offer offer", "answer want", "take take", "receive receive")
    drive.do(case, *(f"vps_offer.{way}" for way in ways for _ in range(2)), *TO_CHARGE)
    drive.recorded(case, "plea", plea="guilty", court="crown", **day("entered_on", today))
    drive.list_hearing(case, "sentence", today + timedelta(days=20))
    drive.do(case, "vps_offer preference", "vps_offer copy", "vps_service.serve serve")
    return case


def said_by_the_court(drive: Driver, case: CaseFile) -> None:
    """A plea and one that replaces it, and a defendant who is held, whose limit was extended."""
    today = timezone.localdate()
    for plea in ("guilty", "not_guilty"):
        drive.recorded(case, "plea", plea=plea, court="crown", **day("entered_on", today))
    drive.recorded(case, "custody", stage="crown", **day("held_from", today))
    drive.do(case, "custody_limit extend")


def at_court(drive: Driver) -> CaseFile:
    """Five victims who want special measures: each further one a step behind, to the court's ruling and the
    recording of section 28."""
    case, today = drive.case(victims=5), timezone.localdate()
    drive.do(case, *["special_measures.assess want"] * 5, *TO_CHARGE)
    drive.list_hearing(case, "sending", today)
    drive.recorded(case, "plea", plea="not_guilty", court="crown", **day("entered_on", today))
    application = "special_measures_application"
    drive.do(case, *[f"{application}.apply apply"] * 2, f"{application}.respond respond")
    for number, step in ((4, "tell_court"), (3, "serve"), (2, "reply"), (1, "ground_rules")):
        drive.do(case, *[f"section_28.{step} done"] * number)
    return case


def contacted(drive: Driver) -> CaseFile:
    """The victim has a contact plan, was told once, and was then not reached about an arrest."""
    case, officer = drive.case(), Client()
    officer.force_login(drive.cast.investigator)
    plan = reverse("contact_plan", kwargs={"urn": case.urn, "reference": "V1"})
    arrest = reverse("milestone_add", kwargs={"urn": case.urn})
    arrested = {"suspect": "S1", "kind": "arrested", **day("on", timezone.localdate())}
    assert officer.post(plan, {**PLAN, "through": "The ISVA"}).status_code == 302
    drive.do(case, "victim_contact.tell_by_police contact")
    assert officer.post(arrest, arrested).status_code == 302
    drive.do(case, "victim_contact attempt-police")
    kept_from(drive, case)
    return case


def kept_from(drive: Driver, case: CaseFile) -> None:
    """Somebody is barred from it; somebody else would be on its list, were it restricted."""
    supervisor, at = drive.cast.supervisor, timezone.now()
    barred(case, drive.cast.outsider, by=supervisor)
    begun = {"reason": "Reviews the phones", "begun_at": at, "begun_by": supervisor}
    CaseAdmission.objects.create(case_file=case, person=drive.cast.investigator2, **begun)


def restricted_case(drive: Driver) -> CaseFile:
    return restricted(drive.case(), drive.cast.gatekeeper, by=drive.cast.supervisor)


def notices(drive: Driver) -> CaseFile:
    """A bad character notice at each of its steps, on cases of their own; the one that has come furthest."""
    done = (
        *("bad_character_notice.draft draft", "bad_character_notice.serve serve"),
        *("bad_character_notice.objection objected", "bad_character_notice.application apply"),
    )
    for steps_done in range(len(done) + 1):
        case = charged_case(drive, *PURSUED)
        pleads(drive, case)
        drive.do(case, *done[:steps_done])
    return case


def escalated(drive: Driver) -> None:
    """A matter at each rank of both sides, on cases of their own."""
    further = [f"escalation.{rank} further" for rank in ("supervisor", "gatekeeper", "unit_head")]
    for to, done in (
        ("supervisor", []),
        ("supervisor", further[:1]),
        ("supervisor", further[:2]),
        ("unit_head", []),
        ("unit_head", further[2:]),
    ):
        case = drive.case()
        drive.escalate(case, to=to)
        drive.do(case, *done)


def documented(drive: Driver, case: CaseFile) -> None:
    """Three documents: one in two versions, one that is not disclosed, and one that was withdrawn."""
    officer = Client()
    officer.force_login(drive.cast.investigator)
    for kind in ("mg3", "mg6d", "other"):
        add(officer, case, kind=kind, name="report.pdf", content=pdf(), suspect="S1", note="As it came")
    add_version(officer, case, number=1, name="report, signed.pdf", content=pdf(), note="Signed")
    officer.post(where(case, "document_withdraw", number=3), {"reason": "It belongs to another case"})


def kept_on_hold(drive: Driver) -> CaseFile:
    """A closed case whose review is due, proposed to be erased, and then held."""
    case, cast, now = closed_case(drive), drive.cast, timezone.now()
    kept = classed(case, cast)
    kept.review_on = timezone.localdate()
    kept.save(update_fields=["review_on"])
    about = {"reason": "Nobody asked for it in ten years", "begun_at": now, "begun_by": cast.administrator}
    ErasureProposal.objects.create(case_file=case, organisation=cast.force, **about)
    hold_set(case=case, reason="The Commission reviews the conviction", by=keeper(cast), at=now)
    return case
