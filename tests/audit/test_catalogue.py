"""Nothing that reads or changes a case is without an entry: every table, address, command and task."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import connection

from casework.audit.models import AuditEntry
from config.celery import app
from tests.access.addresses import status
from tests.access.table import PAGES
from tests.break_ins.opening import closed_case, opened

ROOT = Path(__file__).resolve().parent.parent.parent
# Why a table of the domain has no trigger.
UNWATCHED = {
    **dict.fromkeys(("organisation", "unit", "bankholidaychange", "calendarrecount"), "public"),
    **dict.fromkeys(("event", "roleevent", "clinicevent"), "a record of what was done itself"),
    **dict.fromkeys(("auditentry", "audithead"), "the record"),
    "rungchange": "written once, with who and why",
    "signedinsession": "signing in and out are entries of their own",
    **dict.fromkeys(("feedbackticket", "feedbackanswer"), "no victim is to be told by it"),
    "obligation": "counted from the records, which are watched",
    "caselook": "for one person's eyes; their looking is a consultation",
    "incident": "a fault of the service: kinds and places of code",
}
# Addresses that ask the tables of cases and show none of a case: counts, and forms that name places.
SHOWS_NO_CASE = {
    "whose_clock": "figures by place",
    "statements_report": "figures by place and month",
    "voice_report": "answers that name nobody",
    "clinic_figures": "figures by month",
    **dict.fromkeys(
        ("whose_clock_export", "statements_report_export", "voice_export", "clinic_figures_export"),
        "the same figures, an export all the same",
    ),
    "audit": "people by what the record says",
    **dict.fromkeys(("audit_look", "audit_look_export"), "what it names was written down when it was done"),
    "ladder": "how many cases a change would concern",
    "people": "people of the organisation",
    "away": "work that stays open while somebody is away, counted",
}
# The tables in which people are and what was recorded of them; a row of the queue or an event is of
# a case once the number of the case is read with it.
OF_CASES = re.compile(
    r'(?:FROM|JOIN) "?casework_(?!casefile|obligation|event|clinicevent|user|membership|organisation|unit\b'
    r"|bankholiday|calendarrecount|audit|draft|absence|unsentform|calendarfeed|escalationpost|caselook"
    r"|casebar|caserestriction|caseadmission|breakinattempt|secondfactor|recoverycode|givenpassword|providerlink|signedin|rung"
    r'|roleevent|incident|feedback|clinicsession)|"casework_casefile"\."urn"'
)
COMMANDS = {
    "add_administrator": "collection, by trigger",
    "admit": "collection, by trigger; shows numbers of cases to who runs the service",
    "audit_head": "reads the record alone",
    "check_flows": "reads the positions of flows, shows none of a case",
    "check_queue": "shows keys of work to who runs the service",
    "complete_cases": "alteration, by trigger",
    "database_roles": "rights of the roles of the database, no row",
    "documents_tidy": "removes files of which no row tells",
    "drafts_tidy": "erasure, by trigger",
    "export_event_log": "export",
    "fire_timers": "alteration, by trigger",
    "import_records": "collection, by trigger",
    "load_demonstration": "collection, by trigger; not in production",
    "make_export": "invented cases",
    "retention_due": "numbers and dates of cases to who runs the service, as `check_queue` shows",
    "migrate_cases": "alteration, by trigger",
    "sweep": "shows nobody a case; mails name a case by its number alone",
    "verify_audit": "reads the record alone",
}
TASKS = {
    "casework.tasks.export_audit_heads": "reads the record alone",
    "casework.tasks.tidy_documents": "removes files of which no row tells",
    "casework.tasks.tidy_drafts": "erasure, by trigger",
    "notifications.tasks.tell_what_is_due": "shows nobody a case; mails name a case by its number alone",
    "workflows.tasks.fire_timers": "alteration, by trigger",
    "workflows.tasks.recount_dates": "alteration, by trigger",
}
MAY_READ = (
    "casework/audit/",
    "casework/migrations/",
    "casework/models.py",
    "workflows/pages/audit.py",
    "bench/",
    "tests/",
)


@pytest.mark.django_db
def test_every_table_of_the_domain_is_watched_or_says_why_not():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit' AND tgenabled = 'O'"
        )
        watched = {table for (table,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in apps.get_app_config("casework").get_models()}
    assert tables - watched == {f"casework_{name}" for name in UNWATCHED}
    assert watched <= tables


def test_every_command_and_task_says_what_it_writes_down():
    own = {
        name for name, owner in get_commands().items() if owner in {"casework", "workflows", "notifications"}
    }
    assert own == set(COMMANDS)
    app.loader.import_default_modules()
    named = {name for name in app.tasks if name.split(".")[0] in {"casework", "workflows", "notifications"}}
    assert named == set(TASKS)


def test_nothing_but_the_audit_reads_the_record():
    """It may be used for no figure of performance (DPA 2018, section 62(4))."""
    names = re.compile(r"AuditEntry|audit_?entry|casework\.audit\.(selectors|unusual|verify)", re.IGNORECASE)
    files = (
        path
        for package in ("casework", "workflows", "notifications", "config")
        for path in (ROOT / package).rglob("*.py")
    )
    reading = {str(path.relative_to(ROOT)) for path in files if names.search(path.read_text())}
    commands = {f"casework/management/commands/{name}.py" for name in ("verify_audit", "audit_head")}
    assert {name for name in reading if not name.startswith(MAY_READ)} - commands == set()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["investigator", "supervisor", "gatekeeper", "prosecutor", "auditor"])
def test_every_address_that_reads_of_a_case_has_an_entry_that_names_it(address, drive, cast, as_user, who):
    opened(closed_case(drive, cast), cast.investigator2)
    browser, silent = as_user(getattr(cast, who)), {}
    for name in set(PAGES) - set(SHOWS_NO_CASE):
        before, rows = AuditEntry.objects.latest("pk").pk, RowsOfCases()
        with connection.execute_wrapper(rows):
            answered = status(browser.get(address(name)))
        written = AuditEntry.objects.filter(pk__gt=before, case_file__isnull=False)
        if answered == 200 and rows.read and not written.exists():
            silent[name] = rows.read[0][:300]
    assert silent == {}, "\n".join(f"{name}: {sql}" for name, sql in sorted(silent.items()))


class RowsOfCases:
    """The statements that gave back rows of cases."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if is_reading(sql) and context["cursor"].rowcount > 0:
            self.read.append(sql)
        return result


def is_reading(statement: object) -> bool:
    """Whether it gives back rows of cases, and not only how many or whether there are any."""
    counts = re.search(r"^SELECT (1 AS|EXISTS)|COUNT\(|GROUP BY", str(statement))
    return str(statement).startswith("SELECT") and not counts and bool(OF_CASES.search(str(statement)))
