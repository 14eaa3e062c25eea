"""Cases at every point of the process, so that every kind of page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.absences.services import absence_record
from casework.action_plans.models import ActionPlanItem
from casework.casefiles.models import CaseFile
from casework.clinics.models import ClinicBooking
from casework.clinics.rearranging import clinic_cancel
from casework.incidents.services import incident_record
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role, Side
from casework.routes.models import RouteRecord
from casework.victims_voice.models import FeedbackAnswer
from casework.victims_voice.services import feedback_invite, month_of
from tests.bad_character.made import FOUND, PURSUED, charged_case, pleads
from tests.cast import (
    ADVISED,
    CONSIDERED,
    NOT_CHARGED,
    TO_CHARGE,
    TO_DECISION,
    TO_GATEKEEPER,
    Driver,
    make_cast,
    organisation,
    person,
)
from tests.clinics.planned import booked_soon, manager, second_prosecutor
from tests.documents.files import pdf
from tests.documents.sending import add, add_version, where
from tests.samples import day, plan_item
from tests.victim_contacts.agreed import PLAN
from tests.whose_clock.pausing import pause, restart
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess

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


@dataclass
class Scene:
    """The people, and the cases by the name of what has come of them."""

    drive: Driver
    cases: dict[str, CaseFile] = field(default_factory=dict)
    others: dict[str, User] = field(default_factory=dict)
    # The task of the step that was withdrawn, in the fresh case.
    withdrawn: int = 0
    # How an address names what failed, and what is stuck.
    incident: str = ""
    stuck: str = ""
    # With which a victim can say how they were treated.
    code: str = ""
    # A clinic slot that is held, and one of a session that is not.
    booking: ClinicBooking | None = None
    released: ClinicBooking | None = None

    def person(self, name: str) -> User:
        return self.others.get(name) or getattr(self.drive.cast, name)

    def work(self, kind: str) -> Obligation:
        """The oldest open work of a kind."""
        return Obligation.objects.open().filter(kind=kind).select_related("case_file", "owner").earliest("pk")

    def record(self, case: str, kind: str) -> RouteRecord:
        """The first record of a kind in a case."""
        model = CaseProcess._meta.get_field(kind).related_model
        return model.objects.filter(case_file=self.cases[case]).first()

    def worker(self, owed: Obligation) -> User:
        return owed.owner or self.drive.cast.working(owed.role)


def steps() -> Iterator[tuple[str, Step]]:
    """Every step of every flow with its kind, as in "early_advice.triage"."""
    for carried, flow in FLOWS.items():
        for node in flow.instance.nodes():
            if isinstance(node, Step):
                yield f"{carried}.{node.name}", node


def make_scene() -> Scene:
    """One open piece of work of every kind, at the least. Takes a few seconds."""
    scene = Scene(Driver(make_cast()))
    scene.cases["fresh"] = scene.drive.case(victims=MANY_VICTIMS)
    long_ago = timezone.now() - timedelta(days=60)
    for name, done in DONE.items():
        scene.cases[name] = scene.drive.case(at=long_ago if name == "overdue" else None)
        scene.drive.do(scene.cases[name], *done)
    scene.cases["line of the CPS"] = line_of_the_cps(scene.drive)
    scene.cases["deciding"] = deciding(scene.drive)
    scene.cases["charged"] = charged(scene.drive)
    scene.cases["heard"] = heard(scene.drive)
    scene.cases["at court"] = at_court(scene.drive)
    scene.cases["contacted"] = contacted(scene.drive)
    scene.cases["served notice"] = notices(scene.drive)
    scene.cases["silent"], scene.cases["finalised"] = silent(scene.drive), silent(scene.drive)
    scene.drive.do(scene.cases["finalised"], "charging_decision finalise")
    escalated(scene.drive)
    written(scene)
    documented(scene.drive, scene.cases["charged"])
    claim(scene, "file_submission.review", scene.drive.cast.gatekeeper)
    hold_withdraw_and_go_away(scene)
    wait_for_third_parties(scene)
    troubled(scene)
    clinics(scene)
    dates(scene)
    return scene


def hold_withdraw_and_go_away(scene: Scene) -> None:
    """Some work of the fresh case is on hold and some withdrawn; its officer is away."""
    cast, now, today = scene.drive.cast, timezone.now(), timezone.localdate()
    elsewhere = organisation("cps_area", "CPS North East")
    scene.others = {
        "investigator3": person("investigator3", Role.INVESTIGATOR, cast.force, cast.unit),
        "manager_elsewhere": person("manager_elsewhere", Role.PROSECUTION_MANAGER, elsewhere),
    }
    fresh = Obligation.objects.open().filter(case_file=scene.cases["fresh"])
    until = today + timedelta(days=20)
    held = Task.objects.get(pk=fresh.get(kind="bad_character.consider").task)
    work.hold(task=held, until=until, by=cast.investigator, at=now, reason="The phone is being downloaded")
    scene.withdrawn = fresh.filter(kind="vps_offer.offer").latest("pk").task
    gone = Task.objects.get(pk=scene.withdrawn)
    work.cancel(task=gone, by=cast.supervisor, at=now, reason="The victim wants no contact")
    days = {"starts_on": today, "ends_on": until}
    officer = {"person": cast.investigator, "by": cast.investigator, "stand_in": cast.investigator2}
    absence_record(**officer, **days, at=now)


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


def wait_for_third_parties(scene: Scene) -> None:
    """One wait lasts as expected; one, after another that is over, takes longer."""
    officer, now = scene.drive.cast.investigator, timezone.now()
    pause(scene.cases["fourth"], officer, now)
    begun = now - timedelta(days=50)
    pause(scene.cases["overdue"], officer, begun)
    restart(scene.cases["overdue"], officer, begun + timedelta(days=9))
    pause(scene.cases["overdue"], officer, begun + timedelta(days=20))


def troubled(scene: Scene) -> None:
    """Something failed, stuck and orphaned each, and a pool in which nobody is."""
    case = scene.cases["troubled"] = scene.drive.case()
    failed = scene.drive.open_work(case, "file_submission.prepare")
    about = {
        "doing": "complete",
        "at": timezone.now(),
        "case": case,
        "task": failed.task,
        "step": failed.kind,
    }
    scene.incident = incident_record(error=ValueError(), **about).reference
    idle = scene.drive.open_work(case, "early_advice.consider")
    Task.objects.filter(pk=idle.task).update(status=STATUS.DONE)
    Obligation.objects.filter(pk=idle.pk).update(closed_at=timezone.now(), act_after=None)
    scene.stuck = f"{case.urn}-process-{Task.objects.get(pk=idle.task).process_id}"
    elsewhere = Obligation.objects.filter(case_file=case, kind="vps_offer.offer")
    Task.objects.filter(pk__in=elsewhere.values("task")).update(owner=scene.drive.cast.outsider)
    elsewhere.update(owner=scene.drive.cast.outsider)


def dates(scene: Scene) -> None:
    """A bank holiday that was added and one that was taken out; a date that the court has set."""
    administrator, today = browser_of(scene.drive.cast.administrator), timezone.localdate()
    said = {"source": "Royal Proclamation of 1 March 2027", "confirmed": "1"}
    administrator.post(reverse("bank_holiday_add"), {**day("day", date(2027, 6, 10)), **said})
    administrator.post(reverse("bank_holiday_take_out", kwargs={"day": "2027-08-30"}), said)
    owed = scene.work("early_advice.consider")
    where = {"urn": owed.case_file.urn, "task": owed.task, "clock": "EARLY_ADVICE_CONSIDERED"}
    new = {**day("decided_on", today), **day("to", today + timedelta(days=40))}
    form = {**new, "kind": "directed", "reason": "The interview is in a month"}
    browser_of(scene.drive.cast.supervisor).post(reverse("date_direct", kwargs=where), form)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def clinics(scene: Scene) -> None:
    """A session with a slot that is held, on a day on which its prosecutor is away, and a cancelled one."""
    cast, now = scene.drive.cast, timezone.now()
    scene.booking = booked_soon(scene.drive)
    scene.released = booked_soon(scene.drive, days=6)
    clinic_cancel(session=scene.released.session, by=manager(cast), at=now, reason="Court duty")
    on = scene.booking.session.on
    days = {"starts_on": on, "ends_on": on, "stand_in": second_prosecutor(cast)}
    absence_record(person=cast.prosecutor, by=cast.prosecutor, **days, at=now)


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
    return case


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


def written(scene: Scene) -> None:
    """A letter to be drafted, one to be checked, and one to be sent; and a victim who was invited."""
    for name, done in (
        ("to draft", ()),
        ("to check", ("letter.draft draft",)),
        ("to send", ("letter.draft draft", "letter.check approve")),
    ):
        case = scene.cases[f"letter {name}"] = scene.drive.case()
        scene.drive.do(case, *TO_DECISION, *NOT_CHARGED)
        scene.drive.letter(case)
        scene.drive.do(case, *done)
    by = {"by": scene.drive.cast.investigator, "roles": (Role.INVESTIGATOR,), "at": timezone.now()}
    about = {"case": case, "victim": case.victims.get(), "point": "first_contact"}
    scene.code = work.act_on_case(verb=feedback_invite, **by, **about)
    heard = dict.fromkeys(("kept_informed", "respected", "understood"), "partly")
    place, last_quarter = {"force": case.force, "area": case.area}, timezone.localdate() - timedelta(days=92)
    for number in range(6):
        words = f"Somebody should have rung me back, {number}"
        answer = {"point": "first_contact", "month": month_of(last_quarter), "words": words}
        FeedbackAnswer.objects.create(**place, **answer, **heard)


def claim(scene: Scene, kind: str, by: User) -> None:
    work.claim(task=Task.objects.get(pk=scene.work(kind).task), by=by, at=timezone.now())
