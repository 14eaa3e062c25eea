"""The fixed cast: one person a role in West Midlands, and outsiders who must get nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor, actor_on
from casework.casefiles import services
from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_open_to_witness_care
from casework.early_advice.record_models import AdviceRecord
from casework.letters.matters import matters_of
from casework.obligations.models import Obligation
from casework.organisations.loading import organisations_load
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import UNIT_ROLES, Role
from casework.routes.models import RouteRecord
from tests.samples import listing, sample
from workflows.engine import work
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess

PASSWORD = "correct horse battery staple"


def organisation(kind: str, name: str) -> Organisation:
    return Organisation.objects.get(kind=kind, name=name)


def person(username: str, role: Role, home: Organisation, unit: Unit | None = None) -> User:
    made = User.objects.create_user(
        username, f"{username}@example.test", PASSWORD, first_name=username.capitalize(), last_name="Tester"
    )
    Membership.objects.create(
        person=made,
        role=role,
        organisation=home,
        unit=unit if role in UNIT_ROLES else None,
        starts_on=date(2020, 1, 1),
    )
    return made


@dataclass
class Cast:
    """Everybody by role, and the places where they work."""

    force: Organisation
    area: Organisation
    unit: Unit
    investigator: User
    investigator2: User
    supervisor: User
    gatekeeper: User
    gatekeeper2: User
    witness_care: User
    prosecutor: User
    manager: User
    liaison: User
    auditor: User
    administrator: User
    outsider: User
    outside_prosecutor: User

    def working(self, role: str) -> User:
        by_role = {
            Role.INVESTIGATOR: self.investigator,
            Role.SUPERVISOR: self.supervisor,
            Role.GATEKEEPER: self.gatekeeper,
            Role.WITNESS_CARE: self.witness_care,
            Role.PROSECUTOR: self.prosecutor,
            Role.PROSECUTION_MANAGER: self.manager,
            Role.VICTIM_LIAISON: self.liaison,
        }
        return by_role[Role(role)]


def restore_organisations() -> None:
    """A test with real transactions empties the tables, those that migrations filled too: fill them."""
    if not Organisation.objects.exists():
        organisations_load(apps)


def make_cast() -> Cast:
    restore_organisations()
    force, area = organisation("force", "West Midlands Police"), organisation("cps_area", "CPS West Midlands")
    away, away_area = organisation("force", "Northumbria Police"), organisation("cps_area", "CPS North East")
    unit, away_unit = force.units.order_by("code").first(), away.units.order_by("code").first()
    return Cast(
        force=force,
        area=area,
        unit=unit,
        investigator=person("investigator", Role.INVESTIGATOR, force, unit),
        investigator2=person("investigator2", Role.INVESTIGATOR, force, unit),
        supervisor=person("supervisor", Role.SUPERVISOR, force, unit),
        gatekeeper=person("gatekeeper", Role.GATEKEEPER, force),
        gatekeeper2=person("gatekeeper2", Role.GATEKEEPER, force),
        witness_care=person("witness_care", Role.WITNESS_CARE, force),
        prosecutor=person("prosecutor", Role.PROSECUTOR, area),
        manager=person("manager", Role.PROSECUTION_MANAGER, area),
        liaison=person("liaison", Role.VICTIM_LIAISON, area),
        auditor=person("auditor", Role.AUDITOR, force),
        administrator=person("administrator", Role.ADMINISTRATOR, force),
        outsider=person("outsider", Role.INVESTIGATOR, away, away_unit),
        outside_prosecutor=person("outside_prosecutor", Role.PROSECUTOR, away_area),
    )


class Driver:
    """Carries cases through their steps, as the people who own them, by HTTP."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def actor(self, case: CaseFile, role: str) -> Actor:
        return actor_on(case, self.cast.working(role), [role])

    def case(
        self, urn: str = "", suspects: int = 1, victims: int = 1, at: datetime | None = None
    ) -> CaseFile:
        """A registered case with its people, its routes started."""
        cast, at = self.cast, at or timezone.now()
        urn = urn or f"{cast.force.code}{cast.unit.code}{CaseFile.objects.count() + 1:05d}26"
        by = Actor(cast.investigator, Role.INVESTIGATOR, cast.force)
        made = work.open_case(
            by=by,
            at=at,
            unit=cast.unit,
            urn=urn,
            officer_in_case=cast.investigator,
            reported_on=timezone.localdate(at) - timedelta(days=30),
            crime_number="",
        )
        for number in range(suspects):
            self._add(made, at, services.suspect_add, family_name=f"Suspectname{number}")
        for number in range(victims):
            self._add(made, at, services.victim_add, family_name=f"Victimname{number}")
        self._add(made, at, services.offence_add, wording="Rape of a woman aged 16 or over")
        return made

    def _add(self, case: CaseFile, at: datetime, verb, **details: object) -> None:
        work.act_on_case(
            case=case, by=self.cast.investigator, roles=(Role.INVESTIGATOR,), at=at, verb=verb, **details
        )

    def open_work(self, case: CaseFile, kind: str) -> Obligation:
        return Obligation.objects.open().filter(case_file=case, kind=kind).earliest("pk")

    def kinds(self, case: CaseFile) -> set[str]:
        return set(Obligation.objects.open().filter(case_file=case).values_list("kind", flat=True))

    def send(self, case: CaseFile, kind: str, outcome: str, by: User | None = None, **changes: object):
        """Send the form of an outcome; gives back the response. By default the owner or the role's person."""
        owed = self.open_work(case, kind)
        form = {**sample(kind, outcome, timezone.localdate()), **self._seen(case, kind), **changes}
        client = Client()
        client.force_login(by or owed.owner or self.cast.working(owed.role))
        address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        return client.post(f"{address}?outcome={outcome}", form)

    def _seen(self, case: CaseFile, kind: str) -> dict[str, object]:
        """What the page holds unseen: which version of the advice it shows."""
        if kind != "early_advice.acknowledge":
            return {}
        return {"seen": AdviceRecord.objects.filter(request__case_file=case).count()}

    def turn(self, record: RouteRecord, key: str, by: User, **form: object):
        """Do something to a record beside its steps; gives back the response."""
        process = record.process  # type: ignore[attr-defined]
        where = {"kind": process.flow_class.carries, "record": record.pk, "key": key}
        client = Client()
        client.force_login(by)
        return client.post(reverse("turn", kwargs={"urn": record.case_file.urn, **where}), form)

    def beside(self, case: CaseFile, kind: str, key: str, by: User | None = None, **changes: object):
        """Do the turn on the latest record of its kind that stands where it can be done, by who may."""
        model, turn = CaseProcess._meta.get_field(kind).related_model, FLOWS[kind].turn(key)
        records = model.objects.filter(case_file=case, withdrawn_at=None, position__in=turn.at)
        record = records.select_related("case_file", "process").latest("opened_at")
        form = {**sample(kind, key, timezone.localdate()), **self._met(record, key), **changes}
        return self.turn(record, key, by or self.cast.working(turn.roles[0]), **form)

    def _met(self, record: RouteRecord, key: str) -> dict[str, object]:
        """Who met, or which meeting it is about."""
        if key == "record_meeting":
            return {"investigator": self.cast.investigator.pk, "prosecutor": self.cast.prosecutor.pk}
        if key == "answer_meeting":
            return {"meeting": record.meetings.get(answer="").pk}  # type: ignore[attr-defined]
        return {}

    def list_hearing(self, case: CaseFile, kind: str, on: date, by: User | None = None, **changes: object):
        """List a hearing, by the witness care officer unless told otherwise; gives back the response."""
        client = Client()
        client.force_login(by or self.cast.witness_care)
        form = {**listing(kind, on), **changes}
        return client.post(reverse("hearing_list", kwargs={"urn": case.urn}), form)

    def recorded(self, case: CaseFile, what: str, reference: str = "S1", **form: object):
        """Record a plea, a verdict or a sentence of a defendant, or custody; gives back the response."""
        client = Client()
        client.force_login(self.cast.prosecutor if what == "custody" else self.cast.witness_care)
        where = {"urn": case.urn, "reference": reference, "what": what}
        return client.post(reverse("defendant", kwargs=where), form)

    def escalate(self, case: CaseFile, by: User | None = None, **changes: object):
        """Put the case to a rank, the supervisor's by default; gives back the response."""
        client = Client()
        client.force_login(by or self.cast.investigator)
        form = {
            "about": "case",
            "to": "supervisor",
            "why": "The laboratory gives no date",
            "share": "on",
            **changes,
        }
        return client.post(reverse("escalate", kwargs={"urn": case.urn}), form)

    def letter(self, case: CaseFile, about: str = "no_further_action-S1-V1", by: User | None = None):
        """Begin a letter to a victim about the first matter whose key begins so; gives back the response."""
        client = Client()
        client.force_login(by or self.cast.liaison)
        matter = next((each.key for each in matters_of(case) if each.key.startswith(about)), "")
        return client.post(reverse("letter_add", kwargs={"urn": case.urn}), {"matter": matter})

    def do(self, case: CaseFile, *steps: str) -> None:
        """Do steps written as "kind.step outcome", and turns written "kind key": each must be taken."""
        for line in steps:
            kind, outcome = line.split()
            response = (self.send if "." in kind else self.beside)(case, kind, outcome)
            assert response.status_code == 302, (line, response.status_code, response.content.decode()[:3000])


def charged(case: CaseFile, on: date) -> CaseFile:
    """The same case, with everybody in it charged on a day, without the way there."""
    case.suspects.update(charged_on=on)
    case_open_to_witness_care(case=case, at=timezone.now())
    return case


# Ways through the routes that other tests begin with.
ADVISED = ("early_advice.consider request", "early_advice.triage accept", "early_advice.advise advise")
CONSIDERED = ("early_advice.consider not_sought", "bad_character.consider nil")
TO_GATEKEEPER = (*CONSIDERED, "file_submission.prepare submit", "file_submission.sign_off sign_off")
TO_DECISION = (*TO_GATEKEEPER, "file_submission.review accept", "charging_request.triage accept")
NOT_CHARGED = ("charging_decision record_meeting", "charging_decision.review nfa")
TO_CHARGE = (*TO_DECISION, "bad_character.review review", "charging_decision.review charge")
