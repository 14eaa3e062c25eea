"""What victims say in confidence is on the pages that need it: looked for by words that are nowhere else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.casefiles.models import CaseFile
from casework.casefiles.routes import ROUTES
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.victim_contacts.models import VictimContact
from config.logs import TypesAndPlaces
from tests.bad_character.made import PURSUED, pleads
from tests.canary.leaving import calendars_read, mails_sent
from tests.cast import TO_DECISION
from tests.notifications.conftest import closed_port, mailbox, serve  # noqa: F401
from tests.samples import sample
from tests.victim_contacts.agreed import PLAN

pytestmark = pytest.mark.django_db
# Each is typed into one box, and is in no word of the product.
SAFE, THROUGH, REASON = "Zaffre-0771", "Isvaqua Brindle", "Whyopal"
SAID, ASKED, MISSED, DECLINED = "Saidwhisper", "Askedember", "Missedlamp", "Declinedmarrow"
NEEDS, LETTER, NOTICE = "Needsharbour", "Letterfern", "Factslate"
NAMES = ("Victimname0", "Victimname1", "Suspectname0")
REACHED = (SAFE, THROUGH)
OF_ONE = (*REACHED, REASON, SAID, ASKED, MISSED, NEEDS, DECLINED)
TYPED = (*OF_ONE, LETTER, NOTICE, *NAMES)
WITHOUT_BAD_CHARACTER = [step for step in TO_DECISION if not step.startswith("bad_character.")]
OF_CASE = ("case", "case_people", "case_activity", "case_clock", "case_rehearsal", "documents", "victims")
OVER_CASES = ("overview", "queue", "cases", "calendar_feed", "statements_report", "voice_report", "rehearsal")


@pytest.fixture
def case(drive, cast, as_user) -> CaseFile:
    """A case into which each of the words was typed, where a person would type such a thing."""
    made = drive.case(victims=2)
    plan = {**PLAN, "safe_contact": SAFE, "through": THROUGH}
    plan |= {"enhanced": "no", "standard_reason": REASON}
    where = {"urn": made.urn, "reference": "V1"}
    assert as_user(cast.investigator).post(reverse("contact_plan", kwargs=where), plan).status_code == 302
    duty = VictimContact.objects.get(case_file=made, victim__reference="V1")
    tried = {**sample("victim_contact", "attempt-police", timezone.localdate()), "why_not": MISSED}
    assert drive.turn(duty, "attempt-police", cast.investigator, **tried).status_code == 302
    told = {"said": SAID, "questions": ASKED}
    assert drive.send(made, "victim_contact.tell_by_police", "contact", **told).status_code == 302
    assert drive.send(made, "special_measures.assess", "want", needs=NEEDS).status_code == 302
    drive.do(made, "vps_offer.offer offer", *PURSUED, *WITHOUT_BAD_CHARACTER)
    assert drive.send(made, "vps_offer.answer", "decline", declined_reason=DECLINED).status_code == 302
    drive.do(made, "charging_decision.review charge")
    drive.letter(made, "charge-S1-V1")
    assert drive.send(made, "letter.draft", "draft", part_opening=LETTER).status_code == 302
    drive.do(made, "letter.check approve")
    pleads(drive, made)
    assert drive.send(made, "bad_character_notice.draft", "draft", facts=NOTICE).status_code == 302
    drive.list_hearing(made, "ptph", timezone.localdate() + timedelta(days=20))
    return made


def pages(case: CaseFile) -> Iterator[str]:
    of_case = {"urn": case.urn}
    yield from (reverse(name) for name in OVER_CASES)
    yield from (reverse(name, kwargs=of_case) for name in OF_CASE)
    yield from (reverse("case_route", kwargs={**of_case, "route": route}) for route in ROUTES)
    yield from (reverse("contact_log", kwargs={**of_case, "reference": victim}) for victim in ("V1", "V2"))
    for owed in Obligation.objects.filter(case_file=case):
        yield reverse("step", kwargs={**of_case, "task": owed.task})


def read(browser: Client, address: str) -> str:
    response = browser.get(address)
    return response.content.decode() if response.status_code == 200 else ""


def test_who_does_not_contact_victims_never_reads_where_they_are_reached(case, cast, as_user):
    where = reverse("victims", kwargs={"urn": case.urn})
    assert all(word in read(as_user(cast.investigator), where) for word in REACHED)
    for who in ("gatekeeper", "auditor"):
        browser = as_user(getattr(cast, who))
        found = {
            address for address in pages(case) if any(word in read(browser, address) for word in REACHED)
        }
        assert found == set(), who


def test_no_title_and_no_address_holds_what_was_typed(case, cast, as_user):
    for who in ("investigator", "liaison", "prosecutor"):
        for address in pages(case):
            text = read(as_user(getattr(cast, who)), address)
            said = re.findall(r"<title>(.*?)</title>|href=\"(.*?)\"|action=\"(.*?)\"", text, re.DOTALL)
            assert [word for word in TYPED if word in str(said)] == [], address


def test_what_one_victim_said_is_on_no_page_of_another(case, cast, as_user):
    browser = as_user(cast.investigator)
    log = {"urn": case.urn, "reference": "V1"}
    assert SAID in read(browser, reverse("contact_log", kwargs=log))
    of_other = Obligation.objects.filter(case_file=case, about__startswith="V2")
    steps = [reverse("step", kwargs={"urn": case.urn, "task": owed.task}) for owed in of_other]
    assert steps
    for address in (reverse("contact_log", kwargs={**log, "reference": "V2"}), *steps):
        text = read(browser, address)
        assert [word for word in (*REACHED, SAID, ASKED, MISSED, NEEDS, DECLINED) if word in text] == [], (
            address
        )


def test_what_leaves_the_product_by_itself_holds_none_of_it(case, cast, client, caplog, mailbox):  # noqa: F811
    sent, feeds = mails_sent(mailbox), calendars_read(cast, client)
    assert case.urn in sent
    assert case.urn in feeds
    logged = " ".join(TypesAndPlaces("%(message)s").format(record) for record in caplog.records)
    events = str(list(Event.objects.values()))
    assert [word for word in TYPED for text in (sent, feeds, logged) if word in text] == []
    # An event is read by all who read the case: what was said to a victim, and where, is not in it.
    assert [word for word in (*REACHED, SAID, ASKED, MISSED, *NAMES) if word in events] == []


def test_papers_hold_no_way_to_a_victim_and_only_the_letter_a_name(case, cast, as_user):
    letter = {"urn": case.urn, "number": 1, "version": 1}
    assert words_of(as_user(cast.liaison), "paper_letter", letter) == {LETTER, "Victimname0"}
    notice = {"urn": case.urn, "suspect": "S1", "number": 1}
    assert words_of(as_user(cast.prosecutor), "paper_bad_character_notice", notice) == {NOTICE}


def words_of(browser: Client, name: str, where: dict[str, object]) -> set[str]:
    """The words that are read in a paper or in its properties."""
    response = browser.get(reverse(name, kwargs=where))
    reader = PdfReader(io.BytesIO(b"".join(response)))
    text = (
        " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata) + str(response.headers)
    )
    return {word for word in TYPED if word in text}
