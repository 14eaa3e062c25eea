"""What a kind of page is, and a form with its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from casework.access.models import CaseAdmission, CaseBar
from casework.people.models import User
from casework.retention.models import LegalHold
from tests.browser.scene import Scene

# The rows that the addresses of these pages name.
SPELLS = {"case_bar_end": CaseBar, "case_admission_end": CaseAdmission, "case_hold_end": LegalHold}
# What a browser sends of a form in which nothing was filled in.
NOTHING = {"csrfmiddlewaretoken": ""}
REFUSED = ", refused"


@dataclass(frozen=True)
class PageKind:
    """A page of a view as somebody sees it: by its address or, with `sends`, by sending a form to it.

    `who` is a name of the cast, empty for nobody signed in; a step's page without it is its
    worker's. `case` names a case of the scene, `step` a kind of open work, `role_of` somebody
    whose role it is about, `colleague` somebody whose time away is to be added, `absence_of`
    somebody whose time away it is about; `turn` is what is done to a record of the case beside its
    steps, as in "early_advice.follow-up"; `withdrawn` is about the step that was withdrawn;
    `trouble` is what is to be put right: the scene's "incident" or "stuck".
    somebody whose time away it is about; `withdrawn` is about the step that was withdrawn;
    `trouble` is what is to be put right: the scene's "incident" or "stuck". `slot` is a clinic slot,
    the scene's "booking" or "released", and `session_of` the session in which it is. `typed` is who has
    typed their password, and no code; `sign_in_of` whose sign-in an administrator looks at.
    """

    name: str
    view: str
    who: str = ""
    case: str = ""
    step: str = ""
    role_of: str = ""
    colleague: str = ""
    absence_of: str = ""
    turn: str = ""
    withdrawn: bool = False
    trouble: str = ""
    session_of: str = ""
    slot: str = ""
    typed: str = ""
    sign_in_of: str = ""
    query: str = ""
    status: int = 200
    where: Mapping[str, Any] = field(default_factory=dict)
    sends: Mapping[str, Any] | Callable[[Scene], Mapping[str, Any]] | None = None

    def __str__(self) -> str:
        return self.name

    def address(self, scene: Scene) -> str:
        where: dict[str, Any] = {**self.where, **self._turned(scene)}
        if self.case:
            where["urn"] = scene.cases[self.case].urn
        if self.step:
            owed = scene.work(self.step)
            where |= {"urn": owed.case_file.urn, "task": owed.task}
        if self.role_of:
            where["membership"] = scene.person(self.role_of).memberships.get().pk
        if about := self.colleague or self.sign_in_of:
            where["person"] = scene.person(about).pk
        if self.absence_of:
            where["absence"] = scene.person(self.absence_of).absences.get().pk
        if self.withdrawn:
            where |= {"urn": scene.cases["fresh"].urn, "task": scene.withdrawn}
        if self.trouble:
            where["key"] = getattr(scene, self.trouble)
        return reverse(self.view, kwargs={**where, **self.clinic(scene)}) + self.query

    def clinic(self, scene: Scene) -> dict[str, Any]:
        """What an address says of a clinic slot or its session."""
        if self.session_of:
            return {"session": getattr(scene, self.session_of).session_id}
        held = getattr(scene, self.slot) if self.slot else None
        return {"urn": held.case_file.urn, "booking": held.pk} if held else {}

    def _turned(self, scene: Scene) -> dict[str, Any]:
        if not self.turn:
            return self._named(scene)
        kind, key = self.turn.split(".")
        return {"kind": kind, "record": scene.record(self.case, kind).pk, "key": key}

    def _named(self, scene: Scene) -> dict[str, Any]:
        """The code of a victim, the mail that was held, or who is barred, of the pages that are about one."""
        if self.view in SPELLS:
            return {"key": SPELLS[self.view].objects.get(case_file=scene.cases[self.case]).pk}
        if self.view == "mail":
            return {"message": scene.mail}
        if self.view == "audit_look":
            return {"reason": scene.audit_reason()}
        return {"code": scene.code} if self.view == "voice_answer" and not self.where else {}

    def sent(self, scene: Scene) -> Mapping[str, Any] | None:
        """What is sent to it, if it is reached by sending."""
        return self.sends(scene) if callable(self.sends) else self.sends

    def reader(self, scene: Scene) -> User | None:
        if self.who:
            return scene.person(self.who)
        return scene.worker(scene.work(self.step)) if self.step else None


def refused(name: str, view: str, **rest: Any) -> PageKind:
    """A form that was sent with nothing in it."""
    return PageKind(name + REFUSED, view, **{"sends": NOTHING, "status": 422, **rest})


def form_pages(name: str, view: str, **rest: Any) -> Iterator[PageKind]:
    """A form, and the same with its errors."""
    yield PageKind(name, view, **rest)
    yield refused(name, view, **rest)
