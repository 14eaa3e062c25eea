"""How a victim is to be contacted is read before anybody contacts them, whatever the work is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOT_CHARGED, TO_DECISION
from tests.samples import day
from tests.victim_contacts.agreed import PLAN
from workflows.engine.nodes import Step
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess
from workflows.pages.before_contact import IN_CONTACT

pytestmark = pytest.mark.django_db
# What is about a victim, and said to nobody: between the police, the CPS, the court and the defence.
NOT_IN_CONTACT = {
    *("vps_offer.receive", "vps_checkpoint.receive", "vps_service.serve", "vps_service.court"),
    *("decision_review.review", "review_right.ask", "special_measures.again", "special_measures.apply"),
    *(f"section_28.{name}" for name in ("tell_court", "serve", "reply", "ground_rules", "recording", "end")),
    *(f"special_measures_application.{name}" for name in ("apply", "respond", "rule")),
    *("letter.approve_too", "letter.return_too"),
}
STOPPED = {"stop": "yes", "stop_reason": "Is with family, who must not know"}
NOBODY = "The victim wants no contact."


def about_victims() -> set[str]:
    """Every step and every turn on a record that is about one victim."""
    found = set()
    for kind, flow in FLOWS.items():
        about = CaseProcess._meta.get_field(kind).related_model.ABOUT
        if any(name.endswith("victim") for name in about):
            found |= {f"{kind}.{node.name}" for node in flow.instance.nodes() if isinstance(node, Step)}
            found |= {f"{kind}.{turn.key}" for turn in flow.turns}
    return found


def test_what_is_about_a_victim_says_whether_it_contacts_them():
    assert not IN_CONTACT & NOT_IN_CONTACT
    assert about_victims() == IN_CONTACT | NOT_IN_CONTACT


@pytest.fixture
def case(drive, record_plan):
    made = drive.case()
    record_plan(made, **STOPPED)
    return made


def page(drive, as_user, case, kind: str, outcome: str = "") -> str:
    owed = drive.open_work(case, kind)
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    worker = as_user(owed.owner or drive.cast.working(owed.role))
    return worker.get(f"{address}?outcome={outcome}" if outcome else address).content.decode()


def shown(text: str) -> bool:
    """In the page itself, and not in what one must open first."""
    return NOBODY in text and text.index(NOBODY) < text.find("What has been recorded so far") % len(text)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("vps_offer.offer", "offer"),
        ("special_measures.assess", "want"),
        ("victim_contact.tell_by_police", "contact"),
    ],
)
def test_the_police_read_it_before_they_speak_with_the_victim(drive, as_user, case, kind, outcome):
    for text in (page(drive, as_user, case, kind), page(drive, as_user, case, kind, outcome)):
        assert PLAN["safe_contact"] in text
        assert shown(text)


def test_the_liaison_officer_reads_it_before_a_letter_is_drafted_and_before_it_is_sent(drive, as_user, case):
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    assert shown(page(drive, as_user, case, "review_right.tell"))
    drive.letter(case)
    for kind, *outcome in (("letter.draft", "draft"), ("letter.check", "approve"), ("letter.send", "sent")):
        text = page(drive, as_user, case, kind, *outcome)
        assert PLAN["safe_contact"] in text
        assert shown(text)
        drive.do(case, f"{kind} {outcome[0]}")


def test_the_liaison_officer_reads_it_before_the_outcome_of_a_review_is_told(drive, as_user, case):
    drive.do(case, *TO_DECISION, *NOT_CHARGED, "review_right.tell tell", "review_right ask")
    drive.do(case, "decision_review.review uphold")
    assert shown(page(drive, as_user, case, "decision_review.tell_upheld"))


def test_before_an_attempt_and_before_an_invitation_it_is_there_too(drive, as_user, cast, case):
    contact = case.victims.get().contact_duties.get()
    where = {"urn": case.urn, "kind": "victim_contact", "record": contact.pk, "key": "attempt-police"}
    invite = {"urn": case.urn, "reference": "V1"}
    for address in (reverse("turn", kwargs=where), reverse("voice_invite", kwargs=invite)):
        assert shown(as_user(cast.investigator).get(address).content.decode())


def test_once_the_time_without_contact_is_over_only_the_plan_is_shown(drive, as_user, cast, record_plan):
    case, until = drive.case(), timezone.localdate() + timedelta(days=3)
    record_plan(case, **STOPPED, **day("stop_until", until))
    owed = drive.open_work(case, "vps_offer.offer")
    with time_machine.travel(until + timedelta(days=1)):
        address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        text = as_user(cast.investigator).get(address).content.decode()
    assert PLAN["safe_contact"] in text
    assert "The victim wants no contact" not in text


def test_where_nobody_contacts_the_victim_it_is_not_shown(drive, as_user, case):
    drive.do(case, *(f"vps_offer.{step}" for step in ("offer offer", "answer want", "take take")))
    assert PLAN["safe_contact"] not in page(drive, as_user, case, "vps_offer.receive")
