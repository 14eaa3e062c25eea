"""Cases at every point of the process, so that every kind of page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.absences.services import absence_record
from casework.audit.services import audit_reason_give
from casework.casefiles.models import CaseFile
from casework.clinics.models import ClinicBooking
from casework.clinics.rearranging import clinic_cancel
from casework.incidents.services import incident_record
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.models import RouteRecord
from casework.victims_voice.models import FeedbackAnswer
from casework.victims_voice.services import feedback_invite, month_of
from notifications.models import Message
from notifications.notices.sweep import sweep
from tests.browser.scene_cases import (
    DONE,
    MANY_VICTIMS,
    at_court,
    charged,
    contacted,
    deciding,
    documented,
    escalated,
    heard,
    kept_on_hold,
    line_of_the_cps,
    notices,
    restricted_case,
    silent,
)
from tests.cast import (
    NOT_CHARGED,
    TO_DECISION,
    Driver,
    make_cast,
    organisation,
    person,
)
from tests.clinics.planned import booked_soon, manager, second_prosecutor
from tests.samples import day
from tests.whose_clock.pausing import pause, restart
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess


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
    # A mail of which nobody knows whether it arrived.
    mail: UUID | None = None
    # A clinic slot that is held, and one of a session that is not.
    booking: ClinicBooking | None = None
    released: ClinicBooking | None = None

    def audit_reason(self) -> int:
        """Why the auditor looks at the investigator."""
        cast = self.drive.cast
        about = {"auditor": cast.auditor, "organisation": cast.force, "person": cast.investigator}
        return audit_reason_give(**about, reason="A complaint of 3 June", at=timezone.now()).pk

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
    scene.cases["restricted"] = restricted_case(scene.drive)
    scene.cases["kept"] = kept_on_hold(scene.drive)
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
    told(scene)
    return scene


def told(scene: Scene) -> None:
    """People are told of what is due by now; of one mail nobody knows whether it arrived."""
    now = timezone.now()
    sweep(now=now)
    held = Message.objects.filter(recipient=scene.drive.cast.investigator).earliest("pk")
    Message.objects.filter(pk=held.pk).update(state=Message.State.HELD, attempts=1, tried_at=now)
    scene.mail = held.pk


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
