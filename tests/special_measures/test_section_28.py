"""Section 28: from notice to the court to the recording, by the hearings as they are listed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearing_listed
from casework.incidents.models import Incident
from casework.people.roles import Role
from casework.special_measures.models import SpecialMeasures
from casework.special_measures.section_28.anchors import section_28_anchor
from casework.special_measures.section_28.dates import day_of, section_28_dates
from casework.special_measures.section_28.models import Section28
from tests.casework.test_guards import refused
from tests.samples import day
from tests.special_measures.before_court import APPLY, RESPOND, RULE, WANT, charged, plea

pytestmark = pytest.mark.django_db
TELL, SERVE, REPLY = "section_28.tell_court", "section_28.serve", "section_28.reply"
SENT = date(2027, 1, 4)


@pytest.fixture
def case(drive):
    """Sent today, with section 28 wanted."""
    made = charged(drive, WANT)
    assert drive.list_hearing(made, "sending", timezone.localdate()).status_code == 302
    return made


def days(**found: date) -> dict[str, date]:
    return {field: day_of(dated) for field, dated in section_28_dates(found).items()}


def test_before_the_case_is_sent_nothing_has_a_date():
    assert days() == days(ptph=SENT) == {}


def test_from_the_sending_every_step_has_its_date():
    assert days(sending=SENT) == {
        "tell_by": SENT,
        "serve_by": date(2027, 1, 25),
        "ground_rules_by": date(2027, 4, 12),
        "recording_by": date(2027, 4, 26),
    }


def test_hearings_that_are_listed_take_the_place_of_targets():
    listed = {
        "first_hearing": date(2027, 1, 11),
        "ptph": date(2027, 2, 15),
        "ground_rules": date(2027, 4, 5),
        "section_28": date(2027, 4, 20),
    }
    assert days(sending=SENT, **listed) == {
        "tell_by": date(2027, 1, 11),
        "serve_by": date(2027, 2, 8),
        "ground_rules_by": date(2027, 4, 5),
        "recording_by": date(2027, 4, 20),
    }


def test_it_begins_once_the_case_is_sent_where_it_is_wanted(drive):
    case = charged(drive, WANT)
    assert not Section28.objects.exists()
    drive.list_hearing(case, "sending", timezone.localdate())
    owed = drive.open_work(case, TELL)
    assert (owed.role, owed.due_on) == (Role.PROSECUTOR, timezone.localdate())


def test_it_begins_when_the_victim_wants_it_after_the_sending(drive):
    case = charged(drive)
    drive.list_hearing(case, "sending", timezone.localdate())
    drive.send(case, "special_measures.assess", "want", measures=["screens"])
    assert not Section28.objects.exists()
    drive.do(case, "special_measures again", WANT)
    assert drive.open_work(case, TELL)
    assert not Incident.objects.exists()


def test_listing_and_relisting_the_ptph_moves_the_service(drive, cast, case):
    today = timezone.localdate()
    drive.do(case, f"{TELL} done")
    assert drive.open_work(case, SERVE).due_on == today + timedelta(days=21)
    drive.list_hearing(case, "ptph", today + timedelta(days=40))
    assert drive.open_work(case, SERVE).due_on == today + timedelta(days=33)
    moved_to = day("on", today + timedelta(days=50))
    later = {"reason": "The court has no judge", "sits_confirmed": "on", **moved_to}
    drive.turn(hearing_listed(case, Hearing.Kind.PTPH), "relist", cast.witness_care, **later)
    owed, record = drive.open_work(case, SERVE), Section28.objects.get()
    assert owed.due_on == record.serve_by == today + timedelta(days=43)
    assert owed.how_counted("serve_by").words.startswith("7 days before")
    moved = case.events.filter(subject=record.pk, verb="date_moved")
    assert moved.count() == 2
    section_28_anchor(case=case, by=by(cast), at=timezone.now())
    assert moved.count() == 2


def by(cast) -> Actor:
    return Actor(cast.witness_care, Role.WITNESS_CARE, cast.force)


def test_the_defence_replies_within_fourteen_days_of_the_service(drive, case):
    drive.do(case, f"{TELL} done", f"{SERVE} done")
    owed = drive.open_work(case, REPLY)
    assert owed.due_on == timezone.localdate() + timedelta(days=14)
    assert "14 days after" in owed.how_counted("reply_by").words
    assert refused(drive.send(case, REPLY, "done", note=""), "Enter what the defence says")


def test_each_step_is_kept_with_its_day_and_who_recorded_it(drive, cast, case, as_user):
    ways = ("tell_court", "serve", "reply", "ground_rules", "recording")
    drive.do(case, *(f"section_28.{step} done" for step in ways))
    record = Section28.objects.get()
    assert record.position == "recorded"
    assert [step.position for step in record.steps.all()] == list(ways)
    assert {step.recorded_by for step in record.steps.all()} == {cast.prosecutor}
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "special-measures"})
    page = as_user(cast.investigator).get(route).content.decode()
    assert "Short questions, for an hour" in page


def test_a_step_is_not_older_than_the_one_before_it(drive, case):
    drive.do(case, f"{TELL} done")
    early = day("done_on", timezone.localdate() - timedelta(days=1))
    assert refused(drive.send(case, SERVE, "done", **early), "The date of service must be")


def test_it_ends_where_the_court_refuses_it(drive, case):
    plea(drive, case)
    drive.do(case, f"{APPLY} apply", f"{RESPOND} respond")
    refusal = {"ruling_section_28": "refused", "reasons_section_28": "Not in the interests of justice"}
    assert drive.send(case, RULE, "rule", **refusal).status_code == 302
    record = Section28.objects.get()
    assert (record.position, record.why_ended) == ("ended", "refused")
    assert TELL not in drive.kinds(case)


def test_it_ends_where_the_victim_chooses_otherwise_and_begins_anew(drive, case):
    drive.do(case, "special_measures again")
    drive.send(case, "special_measures.assess", "want", measures=["live_link"])
    assert Section28.objects.get().why_ended == "victim"
    assert TELL not in drive.kinds(case)
    drive.do(case, "special_measures again", WANT)
    assert list(Section28.objects.values_list("round", "position")) == [(1, "ended"), (2, "tell_court")]
    assert not Incident.objects.exists()


def test_the_prosecutor_ends_it_with_why(drive, cast, case):
    assert refused(drive.beside(case, "section_28", "end", detail=""), "Enter more on why")
    drive.do(case, "section_28 end")
    assert TELL not in drive.kinds(case)
    section_28_anchor(case=case, by=by(cast), at=timezone.now())
    assert Section28.objects.count() == 1


@pytest.mark.queue_differs
@pytest.mark.parametrize("victims", [1, 30])
def test_the_anchor_costs_the_same_at_one_victim_and_at_thirty(
    drive, cast, victims, django_assert_num_queries
):
    case = charged(drive, victims=victims)
    wanted = {"asked_by": "The officer", "asked_on": timezone.localdate(), "assessed_by": cast.investigator}
    SpecialMeasures.objects.update(position="wanted", measures=["section_28"], **wanted)
    drive.list_hearing(case, "sending", timezone.localdate())
    assert Section28.objects.count() == victims
    with django_assert_num_queries(3):
        section_28_anchor(case=case, by=by(cast), at=timezone.now())
