"""One case in the browser, from the police export that brings it to the reminder before its trial."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from devtools.mailsink import MailSink
from notifications.ladders.moments import LONDON
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.browser.person import Person
from tests.samples import listing, plan_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUSPECT, VICTIM = "Thistlewood", "Ravensworth"
OFFENCE = "Rape of a woman aged 16 or over"
UPDATE = "Offer an updated victim personal statement"


@pytest.fixture
def mail_sink(tmp_path, settings, live_server) -> Iterator[MailSink]:
    """A mail server with its inbox, to which the product sends. Its loop runs in a thread of its own."""
    sink = MailSink(tmp_path / "mail")
    with ThreadPoolExecutor(1) as other:
        other.submit(sink.start).result()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.smtp_address
        settings.ORIGIN = live_server.url
        yield sink
        other.submit(sink.stop).result()


@pytest.fixture
def people(live_cast, sign_in) -> dict[str, Person]:
    """Everybody who has a part in it, each signed in."""
    names = ("administrator", "investigator", "supervisor", "gatekeeper", "prosecutor", "manager", "liaison")
    return {name: sign_in(getattr(live_cast, name)) for name in names}


def test_a_case_goes_from_its_import_to_the_reminder_before_its_trial(live_cast, people, mail_sink, tmp_path):
    urn = f"{live_cast.force.code}{live_cast.unit.code}0420026"
    imported(people["administrator"], export_of(urn, live_cast, tmp_path))
    early_advice(people, urn, prosecutor=str(live_cast.prosecutor.pk))
    bad_character_considered(people, urn)
    statement_taken(people, urn)
    file_returned_and_accepted(people, urn)
    action_plan_answered(people, urn)
    charged(people, urn)
    trial_on = timezone.localdate() + timedelta(days=120)
    trial_listed(people["liaison"], urn, trial_on)
    told_on(trial_on - timedelta(days=28))
    reminder_read(people["liaison"], mail_sink, urn)


def export_of(urn: str, cast, directory: Path) -> Path:
    case = {
        "urn": urn,
        "officer_in_case": cast.investigator.username,
        "unit": cast.unit.code,
        "reported_on": str(timezone.localdate() - timedelta(days=20)),
        "suspects": [{"reference": "S1", "family_name": SUSPECT}],
        "victims": [{"reference": "V1", "family_name": VICTIM}],
        "offences": [{"reference": "O1", "wording": OFFENCE}],
    }
    path = directory / "export.json"
    path.write_text(json.dumps({"format": "rasso-records", "version": 1, "cases": [case]}))
    return path


def imported(administrator: Person, export: Path) -> None:
    page = administrator.page
    administrator.follow("Import records")
    page.locator("input[type=file]").set_input_files(export)
    administrator.press("Import the file")
    expect(page.get_by_text("1 case added, 0 changed, 0 unchanged, 0 left out")).to_be_visible()


def early_advice(people: dict[str, Person], urn: str, prosecutor: str) -> None:
    investigator = people["investigator"]
    assert investigator.does(urn, "early_advice.consider", "request") == "Early advice requested."
    people["manager"].does(urn, "early_advice.triage", "accept", prosecutor=prosecutor)
    assert people["prosecutor"].does(urn, "early_advice.advise", "advise") == "Early advice given."
    investigator.does(urn, "early_advice.acknowledge", "acknowledge")


def bad_character_considered(people: dict[str, Person], urn: str) -> None:
    done = people["investigator"].does(urn, "bad_character.consider", "found")
    assert done == "Bad character considered."


def statement_taken(people: dict[str, Person], urn: str) -> None:
    for kind, outcome in (("offer", "offer"), ("answer", "want"), ("take", "take")):
        people["investigator"].does(urn, f"vps_offer.{kind}", outcome)
    done = people["liaison"].does(urn, "vps_offer.receive", "receive")
    assert done == "Victim personal statement received by the CPS."


def file_returned_and_accepted(people: dict[str, Person], urn: str) -> None:
    investigator, supervisor = people["investigator"], people["supervisor"]
    investigator.does(urn, "file_submission.prepare", "submit")
    supervisor.does(urn, "file_submission.sign_off", "sign_off")
    assert people["gatekeeper"].does(urn, "file_submission.review", "return") == "File returned."
    corrected(investigator, urn)
    supervisor.open_form(urn, "file_submission.sign_off", "sign_off")
    expect(supervisor.page.get_by_text("(round 2)")).to_be_visible()
    supervisor.completes("file_submission.sign_off", "sign_off")
    done = people["gatekeeper"].does(urn, "file_submission.review", "accept")
    assert done == "File accepted to the CPS."
    assert people["manager"].does(urn, "charging_request.triage", "accept") == "Charging request accepted."


def corrected(investigator: Person, urn: str) -> None:
    """The investigator sees why it came back."""
    investigator.open_form(urn, "file_submission.correct", "submit")
    expect(investigator.page.get_by_text("The MG3 is not signed")).to_be_visible()
    assert investigator.completes("file_submission.correct", "submit") == "File resubmitted."


def action_plan_answered(people: dict[str, Person], urn: str) -> None:
    investigator, prosecutor = people["investigator"], people["prosecutor"]
    action_plan_set(prosecutor, urn)
    for _ in range(2):
        investigator.does(urn, "plan_item.answer", "answer")
    prosecutor.does(urn, "plan_item.check", "return")
    prosecutor.does(urn, "plan_item.check", "accept")
    investigator.does(urn, "plan_item.answer", "answer")
    assert prosecutor.does(urn, "plan_item.check", "accept") == "Action plan answer accepted."


def action_plan_set(prosecutor: Person, urn: str) -> None:
    today = timezone.localdate()
    prosecutor.open_form(urn, "charging_decision.review", "action_plan")
    prosecutor.fill(plan_item(1, today))
    prosecutor.press("Add another item")
    prosecutor.fill(plan_item(2, today, "Statement of the driver"))
    assert prosecutor.send("Set an action plan") == "Charging decision waits for an action plan."


def charged(people: dict[str, Person], urn: str) -> None:
    prosecutor = people["prosecutor"]
    prosecutor.does(urn, "bad_character.review", "review")
    prosecutor.does(urn, "bad_character.decide", "pursue", gateways=["d"])
    prosecutor.open_form(urn, "charging_decision.review", "charge")
    assert prosecutor.completes("charging_decision.review", "charge") == "Charge authorised."


def trial_listed(liaison: Person, urn: str, on: date) -> None:
    liaison.open_case(urn)
    liaison.follow("Hearings")
    liaison.follow("List a hearing")
    liaison.fill(listing("trial", on))
    liaison.send("List the hearing")
    expect(liaison.page.get_by_text(f"{on.day} {on:%B %Y}").first).to_be_visible()
    liaison.open_case(urn)
    liaison.follow("All activity")
    said = liaison.page.locator(".app-events__title").all_inner_texts()
    chain = ["Case registered", "Early advice requested", "File returned", "File accepted to the CPS"]
    chain += ["Action plan issued", "Action plan answered, charging decision resumed"]
    chain += ["Charge authorised", "Trial listed"]
    assert [title for title in reversed(said) if title in chain] == chain


def told_on(on: date) -> None:
    """The clock goes on to nine in the morning of that day, when the sweep runs and the mail goes out."""
    now = datetime.combine(on, time(9), LONDON)
    with time_machine.travel(now):
        assert sweep(now=now) >= 1
        assert deliver() >= 1


def reminder_read(liaison: Person, sink: MailSink, urn: str) -> None:
    """It names the case and the work, never a person, and leads to the case."""
    page = liaison.page
    page.goto(sink.inbox_url)
    page.get_by_role("link", name="RASSO Casework: work is due", exact=True).click()
    text = page.get_by_role("main").inner_text()
    assert f"Case: {urn}" in text
    assert f"Work: {UPDATE}" in text
    assert SUSPECT not in text
    assert VICTIM not in text
    page.locator(f"a[href$='/cases/{urn}/']").click()
    liaison.reads(f"Case {urn}")
