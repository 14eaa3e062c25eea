"""From which number on a rule says that reading is unusual, and what it does not count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.audit.models import AuditEntry
from casework.audit.unusual import RULES, unusual_reading
from casework.audit.verify import heads_now
from casework.audit.who import Acting, acting_as
from casework.audit.writing import Said, entries_write
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.retention.models import ErasedCase
from tests.access.keeping import restricted
from tests.wall.role import acting_as_role, roles_require

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
WHO, OTHER = 7, 8
PLACE, ELSEWHERE = 5, 6
CASES = [UUID(int=number) for number in range(1, 31)]


def wrote(
    *said: Said,
    person: int | None = WHO,
    stream: int | None = None,
    at: datetime = NOON,
    place: int | None = PLACE,
) -> None:
    """Entries of a moment: whoever runs the database gives it to them."""
    before = max(AuditEntry.objects.values_list("pk", flat=True), default=0)
    entries_write(Acting("case", person, place), said, stream=stream)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE casework_auditentry SET at = %s WHERE id > %s", [at, before])
        cursor.execute("ALTER TABLE casework_auditentry ENABLE TRIGGER USER")


def opened(*cases: UUID, operation: str = "consultation", outcome: str = "opened") -> list[Said]:
    return [Said(operation, case, outcome) for case in cases]


def failed(person: int = WHO) -> Said:
    return Said("sign_in_failed", subject=str(person))


def found(*people: int, since: datetime = NOON - DAY, until: datetime = NOON + DAY) -> list[tuple]:
    lines = unusual_reading(people or [WHO], places=[PLACE], since=since, until=until)
    return [(line.rule.key, line.person, line.number) for line in lines]


@pytest.mark.parametrize("operation", ["consultation", "export", "print"])
def test_twenty_cases_of_others_on_one_day_are_many(operation):
    wrote(*opened(*CASES[:19], CASES[0], operation=operation))
    assert "many_cases" not in {key for key, *_ in found()}
    wrote(*opened(CASES[19], operation=operation))
    assert ("many_cases", WHO, 20) in found()


def test_what_was_only_on_a_list_or_searched_or_changed_is_not_gone_to():
    wrote(*opened(*CASES, outcome="listed"), *opened(*CASES, operation="search"))
    wrote(*opened(*CASES, operation="alteration"))
    assert found() == []


def test_days_are_counted_one_by_one():
    wrote(*opened(*CASES[:15]))
    wrote(*opened(*CASES[15:]), at=NOON - DAY / 2 - timedelta(hours=1))
    assert [key for key, *_ in found() if key == "many_cases"] == []


@pytest.mark.parametrize("how", ["officer", "holds", "did"])
def test_ones_own_case_is_not_one_of_others(drive, cast, how):
    case, person = drive.case(), {"officer": cast.investigator}.get(how, cast.gatekeeper2)
    if how == "holds":
        Obligation.objects.filter(case_file=case).update(owner=person)
    if how == "did":
        Event.objects.create(**{**as_its_first(case), "actor_id": person.pk})
    wrote(*opened(case.pk, operation="print"), person=person.pk)
    assert found(person.pk) == []
    wrote(*opened(case.pk, operation="print"), person=cast.auditor.pk)
    assert found(cast.auditor.pk) == [("took_out", cast.auditor.pk, 1)]
    Obligation.objects.filter(case_file=case).update(owner=cast.investigator)


def test_neither_is_ones_own_restricted_case_that_the_auditor_cannot_see(drive, cast):
    roles_require()
    case, other = restricted(drive.case(), by=cast.supervisor), cast.gatekeeper2
    for person in (cast.investigator, other):
        wrote(*opened(case.pk, operation="print"), person=person.pk)
    with acting_as(Acting(person=cast.auditor.pk)), acting_as_role():
        assert found(cast.investigator.pk, other.pk) == [("took_out", other.pk, 1)]


def test_nor_one_that_is_erased_and_nobody_knows_whose_it_was(cast):
    wrote(*opened(CASES[0], operation="print"))
    assert found() == [("took_out", WHO, 1)]
    days = {"closed_on": NOON.date(), "review_on": NOON.date(), "erased_at": NOON}
    by = {"proposed_by": cast.supervisor, "erased_by": cast.gatekeeper, "written_in": 0}
    ErasedCase.objects.create(id=CASES[0], urn="20AA9999926", force=cast.force, kind="other", **days, **by)
    assert found() == []


def as_its_first(case) -> dict[str, object]:
    (first,) = case.events.order_by("pk").values()[:1]
    return {name: value for name, value in first.items() if name != "id"}


@pytest.mark.parametrize(("operation", "number"), [("print", 1), ("export", 1), ("consultation", 0)])
def test_what_is_taken_out_of_one_case_of_others_is_told(operation, number):
    wrote(*opened(CASES[0], CASES[0], operation=operation, outcome="listed"))
    assert found() == [("took_out", WHO, 1)] * number


def test_a_table_of_no_case_is_not():
    wrote(Said("export"))
    assert found() == []


@pytest.mark.parametrize(
    ("hour", "is_night"), [(5, True), (6, False), (12, False), (21, False), (22, True), (0, True)]
)
def test_three_cases_at_night(hour, is_night):
    at = datetime(2026, 11, 27, hour, 30, tzinfo=UTC)
    wrote(*opened(*CASES[:2]), at=at)
    assert found() == []
    wrote(*opened(CASES[2]), at=at)
    assert found() == [("at_night", WHO, 3)] * is_night


def test_what_is_only_met_on_a_list_at_night_is_not_gone_to():
    wrote(*opened(*CASES[:9], outcome="listed"), at=NOON.replace(hour=2))
    assert found() == []


def test_ten_refusals_count_each_one():
    wrote(*[Said("refused", CASES[0], "404")] * 9)
    assert found() == []
    wrote(Said("refused", outcome="403"))
    assert found() == [("refused", WHO, 10)]


def test_five_failures_to_sign_in_are_those_of_the_account():
    wrote(*[failed()] * 4, person=None, stream=WHO)
    wrote(*[failed(OTHER)] * 4, person=None, stream=OTHER)
    assert found(WHO, OTHER) == []
    wrote(failed(), person=None, stream=WHO)
    assert found(WHO, OTHER) == [("sign_in_failed", WHO, 5)]
    assert found(OTHER) == []


def test_nobody_else_is_told_of():
    wrote(*opened(CASES[0], operation="print"), person=OTHER)
    assert found(WHO) == []
    assert found(WHO, OTHER) == [("took_out", OTHER, 1)]


def test_what_is_done_in_a_role_elsewhere_is_not_told():
    wrote(*opened(CASES[0], operation="print"), place=ELSEWHERE)
    assert found() == []


@pytest.mark.parametrize(
    ("begun", "ended", "is_told"), [(0, 0, True), (-9, None, True), (1, None, False), (-9, -1, False)]
)
def test_of_an_entry_without_a_role_the_days_in_one_count(cast, begun, ended, is_told):
    days = {
        "starts_on": NOON.date() + begun * DAY,
        "ends_on": None if ended is None else NOON.date() + ended * DAY,
    }
    who = cast.investigator2
    Membership.objects.filter(person=who).update(**days)
    wrote(*opened(CASES[0], operation="print"), person=who.pk, place=None)
    lines = unusual_reading([who.pk], places=[cast.force.pk], since=NOON - DAY, until=NOON + DAY)
    assert [line.person for line in lines] == [who.pk] * is_told
    assert unusual_reading([who.pk], places=[cast.area.pk], since=NOON - DAY, until=NOON + DAY) == []


def test_each_rule_asks_for_no_more_than_is_in_the_index():
    """With no other index left, it is served by that one."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_auditentry DROP CONSTRAINT audit_number_once")
        cursor.execute("DROP INDEX audit_of_case, audit_of_person")
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            found()
        assert len(asked) == len(RULES)
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            assert "audit_telling" in str(cursor.fetchall()), query["sql"]


def test_from_the_first_moment_up_to_the_last_and_not_at_it():
    wrote(*opened(CASES[0], operation="print"))
    assert found(since=NOON, until=NOON + DAY) == [("took_out", WHO, 1)]
    assert found(since=NOON - DAY, until=NOON) == []
    assert found(since=NOON + timedelta(microseconds=1)) == []


def test_the_latest_day_comes_first_and_of_a_day_the_most():
    wrote(*opened(CASES[0], operation="print"), at=NOON - DAY)
    wrote(*opened(CASES[0], operation="print"), person=OTHER)
    wrote(*opened(*CASES[:2], operation="print"))
    assert found(WHO, OTHER, since=NOON - 2 * DAY) == [
        ("took_out", WHO, 2),
        ("took_out", OTHER, 1),
        ("took_out", WHO, 1),
    ]


def test_the_rules_and_from_which_number_on_each_speaks():
    assert {rule.key: rule.at_least for rule in RULES} == {
        "many_cases": 20,
        "at_night": 3,
        "took_out": 1,
        "refused": 10,
        "sign_in_failed": 5,
    }


class TestWriting:
    def test_nothing_is_written_for_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            entries_write(Acting("case", WHO), [])

    def test_an_entry_is_in_the_chain_of_who_acts_or_of_whose_it_is_said_to_be(self):
        entries_write(Acting("case", WHO), [Said("consultation")])
        entries_write(Acting("case", WHO), [Said("consultation")], stream=OTHER)
        entries_write(Acting("case"), [Said("consultation")], stream=0)
        streams = AuditEntry.objects.order_by("pk").values_list("stream", "person")
        assert [(stream.int, person) for stream, person in streams] == [(WHO, WHO), (OTHER, WHO), (0, None)]

    def test_the_name_of_a_door_is_cut_to_what_is_kept(self):
        entries_write(Acting("d" * 120, WHO), [Said("consultation")])
        assert AuditEntry.objects.get().what == "d" * 100

    def test_the_ends_of_the_streams_are_in_the_order_of_the_streams(self):
        for person in (OTHER, WHO):
            entries_write(Acting("case", person), [Said("consultation")])
        ends = [(UUID(head.stream).int, head.number) for head in heads_now().values()]
        assert ends == [(WHO, 1), (OTHER, 1)]

    def test_several_are_in_their_order(self):
        entries_write(Acting("case", WHO), [Said("consultation", subject=str(number)) for number in range(9)])
        assert list(AuditEntry.objects.order_by("number").values_list("subject", flat=True)) == list(
            "012345678"
        )
