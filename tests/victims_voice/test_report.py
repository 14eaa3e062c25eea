"""What leads and auditors read of the answers: never one person's."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from casework.victims_voice.models import FeedbackAnswer
from casework.victims_voice.report import quarter_of, report_lines, report_words
from tests.cast import organisation

pytestmark = pytest.mark.django_db
OVER, TODAY = date(2026, 8, 1), date(2026, 11, 27)
OVER_WORDS = "July to September 2026"


def answered(number: int, force, month: date = OVER, point: str = "first_contact", words: str = "") -> None:
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            force=force,
            area=force.area,
            point=point,
            month=month,
            kept_informed="yes",
            respected="partly",
            understood="no",
            words=words and f"{words} {index}",
        )
        for index in range(number)
    )


@pytest.fixture
def neighbour(cast):
    return organisation("force", "Staffordshire Police")


def told(user, today: date = TODAY) -> list[tuple]:
    lines = report_lines(user, today)
    return [(line.place, line.point, line.answers if line.shown else "hidden") for line in lines]


def test_a_number_under_the_minimum_is_suppressed(cast):
    answered(4, cast.force)
    answered(5, cast.force, point="charge_decision")
    assert told(cast.gatekeeper) == [
        (cast.force.name, "first_contact", "hidden"),
        (cast.force.name, "charge_decision", 5),
    ]
    with override_settings(CASEWORK_VOICE_MINIMUM=6):
        assert [number for *_, number in told(cast.gatekeeper)] == ["hidden", "hidden"]


def test_the_quarter_under_way_is_not_shown(cast):
    answered(9, cast.force, month=date(2026, 10, 1))
    assert told(cast.gatekeeper) == []
    assert told(cast.gatekeeper, date(2027, 1, 1)) == [(cast.force.name, "first_contact", 9)]


def test_an_area_is_not_shown_where_it_would_tell_of_a_force_that_is_not(cast, neighbour):
    answered(6, cast.force)
    answered(2, neighbour)
    assert told(cast.manager) == [
        (cast.area.name, "first_contact", "hidden"),
        (neighbour.name, "first_contact", "hidden"),
        (cast.force.name, "first_contact", 6),
    ]
    answered(3, neighbour)
    assert [number for *_, number in told(cast.manager)] == [11, 5, 6]


def test_an_area_is_shown_where_what_is_hidden_of_it_is_many_together(cast, neighbour):
    answered(4, cast.force)
    answered(3, neighbour)
    assert [number for *_, number in told(cast.manager)] == [7, "hidden", "hidden"]


def test_a_force_reads_its_own_and_an_outsider_nothing(cast, neighbour):
    answered(6, cast.force)
    answered(6, neighbour)
    assert [place for place, *_ in told(cast.auditor)] == [cast.force.name]
    assert told(cast.outsider) == told(cast.outside_prosecutor) == []


def test_words_are_shown_where_enough_people_wrote_some(cast):
    answered(6, cast.force)
    answered(4, cast.force, words="Nobody rang")
    lines = report_lines(cast.gatekeeper, TODAY)
    assert report_words(cast.gatekeeper, lines) == []
    answered(1, cast.force, words="Kind people")
    (words,) = report_words(cast.gatekeeper, report_lines(cast.gatekeeper, TODAY))
    assert sorted(words.texts) == ["Kind people 0", *(f"Nobody rang {index}" for index in range(4))]


def test_words_of_a_line_that_is_suppressed_or_under_way_are_not_shown(cast):
    answered(4, cast.force, month=date(2026, 5, 1), words="Too few")
    answered(9, cast.force, month=date(2026, 11, 1), words="Too soon")
    assert report_words(cast.gatekeeper, report_lines(cast.gatekeeper, TODAY)) == []


def test_words_are_in_another_order_each_time(cast):
    answered(60, cast.force, words="Text")
    lines = report_lines(cast.gatekeeper, TODAY)
    orders = {tuple(report_words(cast.gatekeeper, lines)[0].texts) for _ in range(3)}
    assert len(orders) == 3


def test_the_page_and_the_file_say_the_same_and_the_file_holds_no_words(cast, as_user):
    before = quarter_of(timezone.localdate()).begins.replace(day=1)
    month = date(before.year - (before.month == 1), (before.month - 2) % 12 + 1, 1)
    answered(5, cast.force, month=month, words="Nobody rang")
    answered(2, cast.force, month=month, point="trial_outcome")
    browser = as_user(cast.gatekeeper)
    page = browser.get(reverse("voice_report")).content.decode()
    file = browser.get(reverse("voice_export"))
    rows = file.content.decode("utf-8-sig").splitlines()
    assert "Too few to show" in page
    assert "Nobody rang 3" in page
    assert quarter_of(month).words in page
    assert rows[0] == '"OFFICIAL-SENSITIVE"'
    assert len(rows) == 4
    assert '"After the first contact",5,5,0,0,0,0,5,0,0,0,0,5,0' in rows[2]
    assert "Suppressed" in rows[3]
    assert "rang" not in file.content.decode()


def test_who_neither_leads_nor_audits_gets_no_report(cast, as_user):
    for who in (cast.investigator, cast.prosecutor, cast.liaison, cast.administrator):
        assert as_user(who).get(reverse("voice_report")).status_code == 403
        assert as_user(who).get(reverse("voice_export")).status_code == 403


def test_the_queries_do_not_grow_with_the_answers(cast, neighbour):
    counts = []
    for number in (1, 30):
        for month in range(1, 10):
            answered(number, cast.force, month=date(2026, month, 1), words="Text")
        reader = type(cast.manager).objects.get(pk=cast.manager.pk)
        assert reader.memberships_held
        with CaptureQueriesContext(connection) as captured:
            report_words(reader, report_lines(reader, TODAY))
        counts.append(len(captured))
    assert counts == [3, 3]


def test_quarters():
    assert quarter_of(date(2026, 9, 30)).words == OVER_WORDS
    assert quarter_of(date(2026, 10, 1)).begins == date(2026, 10, 1)
