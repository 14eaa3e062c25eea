"""Once a case is erased, nothing of it is anywhere but what says that it was there and who let it go."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry
from casework.audit.services import audit_reason_give
from casework.audit.verify import audit_verify
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.casefiles.models import CaseFile
from casework.casefiles.services import case_file_register
from casework.documents import storage
from casework.documents.tidy import AGE, documents_tidy
from casework.drafts.models import Draft, UnsentForm
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.incidents.services import incident_record
from casework.people.models import User
from casework.retention.erasure import case_erase, erasure_propose
from casework.retention.models import CaseRetention, ErasedCase
from casework.retention.services import hold_end, hold_set
from tests.access.keeping import barred, restricted
from tests.break_ins.opening import opened
from tests.casework.all_ways import escalate_every_way, pause_and_restart, write_letters
from tests.casework.all_ways_at_court import go_through_the_court, serve_and_hear_statements
from tests.casework.ways import THE_LONG_WAY
from tests.documents.sending import add as document_send
from tests.documents.sending import files_in
from tests.retention.closed import TO_NOTHING, after, classed, keeper, keeper_of_cps, work_close
from tests.retention.left import KEPT, files_holding, gathered, holding

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
SUSPECT, VICTIM, REASON, TEXT = (
    "Qwynneth Zzarblat",
    "Xxanthe Vvole",
    "Ffrodo Qquick wrote",
    "Ttamsin Kkite said",
)
# As if something stood in the way of the last row to go.
REFUSES = """
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refused at the end'; END $$;
CREATE TRIGGER refuse BEFORE DELETE ON casework_casefile FOR EACH ROW EXECUTE FUNCTION refuse();
"""
CANARIES = (SUSPECT, VICTIM, REASON, TEXT)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.DOCUMENTS_DIR, settings.CLAMD = str(tmp_path / "store"), None
    return tmp_path / "store"


def erased(case: CaseFile, cast, kept=None) -> ErasedCase:
    kept = kept or classed(case, cast)
    erasure_propose(case=case, reason=REASON, by=keeper(cast), at=after(kept))
    return case_erase(case=case, by=keeper_of_cps(cast), at=after(kept, days=1))


@pytest.fixture
def case(drive, cast, as_user) -> CaseFile:
    """A closed case with the canaries in whatever people type, and in a file."""
    made = drive.case()
    made.suspects.update(family_name=SUSPECT)
    made.victims.update(given_names=VICTIM)
    document_send(as_user(cast.investigator), made, name=f"{SUSPECT}.txt", content=TEXT.encode())
    drive.do(made, *TO_NOTHING)
    drive.escalate(made, why=REASON)
    drive.letter(made)
    barred(made, cast.gatekeeper2, by=cast.supervisor)
    now, subject = timezone.now(), made.suspects.get().pk
    typed = {"person": cast.investigator, "kind": "a.b", "outcome": "c", "typed": {"why": [TEXT]}}
    Draft.objects.create(case_file=made, subject=subject, round=1, saved_at=now, **typed)
    UnsentForm.objects.create(subject=subject, kept_at=now, **typed)
    audit_reason_give(auditor=cast.auditor, organisation=cast.force, reason=REASON, at=now, case=made)
    incident_record(error=ValueError(), doing="complete", at=now, case=made)
    hold = hold_set(case=made, reason=REASON, by=keeper(cast), at=now)
    hold_end(case=made, hold=hold, reason=TEXT, by=keeper(cast), at=now)
    work_close(made)
    return CaseFile.objects.get(pk=made.pk)


def test_no_table_and_no_file_has_anything_of_it(case, cast, store, django_capture_on_commit_callbacks):
    keys = {key for _, key in gathered(case) if len(key) == 36}
    # The number of the case is that of nothing else here.
    strings = (*CANARIES, case.urn)
    assert len(holding(CANARIES)) > 8
    assert len(keys) > 15
    assert len(list(files_holding(store, CANARIES))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erased(case, cast)
    assert holding(strings) <= {("casework_erasedcase", "urn")}
    assert holding(keys) <= KEPT
    assert files_in(store) == []


def test_what_is_left_names_two_people_a_class_and_days(case, cast, as_user):
    urn, key = case.urn, case.pk
    left = erased(case, cast)
    assert (left.pk, left.urn, left.kind) == (key, urn, "serious")
    assert (left.proposed_by, left.erased_by.username) == (cast.administrator, "cps_administrator")
    assert as_user(cast.supervisor).get(reverse("case", kwargs={"urn": urn})).status_code == 404


def test_each_row_that_goes_is_an_entry_that_names_its_key_alone(case, cast):
    urn, entries = case.urn, AuditEntry.objects.filter(case_file=case.pk)
    watched = {table for table, _ in gathered(case)} & set(entries.values_list("what", flat=True))
    erased(case, cast)
    gone = entries.filter(operation="erasure")
    assert set(gone.values_list("what", flat=True)) >= watched > {"casework_suspect", "casework_victim"}
    assert gone.filter(what="casework_suspect").count() == 1
    assert entries.filter(what="casework_erasedcase", operation="collection").count() == 1
    said = " ".join(map(str, gone.values_list("details", "subject", "outcome")))
    assert not any(each in said for each in (urn, *CANARIES))


@pytest.mark.django_db(transaction=True)
def test_the_record_of_who_did_what_is_whole_after_it(case, cast):
    erased(case, cast)
    assert audit_verify().flaws == []


def test_the_number_of_an_erased_case_is_not_given_again(case, cast):
    urn = case.urn
    erased(case, cast)
    with pytest.raises(RuleBroken, match="cannot be used"):
        case_file_register(
            unit=cast.unit,
            urn=urn,
            officer_in_case=User.objects.get(pk=cast.investigator.pk),
            reported_on=timezone.localdate(),
            crime_number="",
            by=keeper(cast),
            at=timezone.now(),
        )


def test_a_refused_erasure_changes_nothing(case, cast, store, django_capture_on_commit_callbacks):
    kept = classed(case, cast)
    before = counted()
    with connection.cursor() as cursor:
        cursor.execute(REFUSES)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(DatabaseError, match="refused at the end"),
        transaction.atomic(),
    ):
        erased(case, cast, kept)
    assert (counted(), len(files_in(store))) == (before, 1)


def test_a_crash_before_the_files_go_leaves_them_to_the_tidying(
    case, cast, store, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks():
        erased(case, cast)
    assert len(files_in(store)) == 1
    assert documents_tidy(now=timezone.now() + 2 * AGE, most=0) == 1
    assert files_in(store) == []


def test_a_file_that_cannot_be_removed_fails_no_erasure_and_is_taken_up_again(
    case, cast, store, as_user, monkeypatch, django_capture_on_commit_callbacks
):
    document_send(as_user(cast.investigator), case, content=b"Another")
    refuse, discard = files_in(store)[0].name, storage.discard

    def failing(file) -> None:
        if file.hex == refuse:
            raise PermissionError(13, "Permission denied")
        discard(file)

    monkeypatch.setattr(storage, "discard", failing)
    with django_capture_on_commit_callbacks(execute=True):
        erased(case, cast)
    assert [path.name for path in files_in(store)] == [refuse]
    assert documents_tidy(now=timezone.now() + 2 * AGE, most=0) == 0
    monkeypatch.setattr(storage, "discard", discard)
    assert documents_tidy(now=timezone.now() + 2 * AGE, most=0) == 1
    assert files_in(store) == []


def test_nobody_but_the_function_removes_a_row_and_it_asks_for_what_is_left(case, cast):
    statements = (
        "DELETE FROM casework_event",
        "SELECT casework_case_erase(%s)",
        "SELECT set_config('casework.erasing', %s, true); DELETE FROM casework_event",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [case.pk] if "%s" in statement else None)
    assert Event.objects.filter(case_file=case).exists()


def test_what_is_left_is_never_changed_or_removed(case, cast):
    left = erased(case, cast)
    for change in (lambda rows: rows.update(urn="1"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ErasedCase.objects.filter(pk=left.pk))


def counted() -> Counter:
    """Events by case."""
    return Counter(Event.objects.values_list("case_file", flat=True))


def test_every_kind_of_record_goes_and_no_other_case_is_touched(drive, cast, monkeypatch):
    """Whatever the cases went through: whether they are closed is not asked here."""
    drive.do(drive.case(), *THE_LONG_WAY)
    go_through_the_court(drive, drive.case(suspects=3))
    for way in (serve_and_hear_statements, write_letters, escalate_every_way, pause_and_restart):
        way(drive)
    openings_of(CaseFile.objects.exclude(shared_with_cps_at=None).latest("registered_at"), cast)
    stays, today = drive.case(), timezone.localdate()
    events = counted()[stays.pk]
    for module in ("services", "erasure"):
        monkeypatch.setattr(f"casework.retention.{module}.closed_require", lambda case, at: today)
    keys: set[str] = set()
    for each in CaseFile.objects.filter(shared_with_cps_at__isnull=False):
        keys |= {key for _, key in gathered(each) if len(key) == 36}
        erased(each, cast)
    assert len(keys) > 150
    assert holding(keys) <= KEPT
    assert not BreakIn.objects.exists()
    assert BreakInAttempt.objects.exists()
    assert counted()[stays.pk] == events


def openings_of(case: CaseFile, cast) -> None:
    """The case was opened in an emergency while it was restricted, and that waits for its review."""
    restricted(case, cast.manager, by=cast.supervisor)
    opened(case, cast.gatekeeper)


def test_the_command_lists_what_is_due_and_what_went_and_names_nobody(case, cast):
    classed(case, cast)
    CaseRetention.objects.update(review_on=timezone.localdate())
    (due,) = listed()
    assert due.startswith(f"{case.urn}: serious, closed ")
    urn = case.urn
    erased(case, cast)
    assert listed() == []
    (gone,) = listed("--erased")
    assert gone.startswith(f"{urn}: serious, erased ")
    assert not any(canary in due + gone for canary in CANARIES)


def listed(*options: str) -> list[str]:
    said = io.StringIO()
    call_command("retention_due", *options, stdout=said)
    return said.getvalue().splitlines()
