"""The go-to guide: what it holds, who reads it, and that it comes up at the step where it is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from casework.deadlines import rules
from casework.guide.books import LIMIT, books, told, topic_at, topic_in, topics_of_steps
from tests.workflows.test_engine import steps
from workflows.engine.registry import FLOWS

TOPICS = [topic for book in books() for topic in book.topics]
TODAY = date(2026, 11, 27)


def words_of(topic) -> list[str]:
    return [*topic.points, *(words for section in topic.sections for words in section.points)]


def test_the_twelve_rights_have_a_page_each_and_the_code_its_version():
    book, _ = topic_in("right-7")
    assert [f"right-{number}" in {topic.key for topic in book.topics} for number in range(1, 13)] == [
        True
    ] * 12
    assert "November 2020" in book.instrument


def test_no_topic_is_there_twice_and_each_is_short():
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)
    assert all(2 <= len(topic.points) <= 3 for topic in TOPICS)
    assert all(len(words_of(topic)) <= 12 for topic in TOPICS)


def test_every_topic_and_section_says_where_it_comes_from_and_how_sure_that_is():
    sure = {"sourced", "assumption"}
    assert all(topic.source and topic.confidence in sure for topic in TOPICS)
    assert all(section.confidence in sure for topic in TOPICS for section in topic.sections)
    assert all(book.version and book.dated <= TODAY and book.instrument for book in books())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_no_time_limit_is_typed_and_each_that_is_named_is_held(topic):
    for words in words_of(topic):
        assert "{" not in told(words, TODAY)
        assert not any(unit in LIMIT.sub("", words) for unit in (" days", " day of", " hours", " months"))


def test_a_limit_that_changes_in_the_table_changes_in_the_guide(monkeypatch):
    (rule,) = rules.versions()["VRR_WINDOW"]
    table = {**rules.versions(), "VRR_WINDOW": (replace(rule, amount=7),)}
    words = "within {VRR_WINDOW} of the letter"
    assert told(words, TODAY) == "within 10 working days of the letter"
    monkeypatch.setattr(rules, "versions", lambda: table)
    assert told(words, TODAY) == "within 7 working days of the letter"


def test_a_limit_of_no_days_is_the_same_day():
    assert told("Offer it {within VPS_OFFER}.", TODAY) == "Offer it on the same day."
    assert told("{within VIC_HEARING_DATE}", TODAY) == "within 1 working day"


def test_the_map_of_steps_names_steps_and_topics_that_there_are():
    kinds = {step.kind for step in steps()} | set(FLOWS)
    assert set(topics_of_steps()) <= kinds
    assert {topic.key for topic in TOPICS} >= set(topics_of_steps().values())


def test_a_step_shows_the_topic_of_its_own_before_that_of_its_record():
    assert topic_at("vps_offer.take").key == "personal-statement-content"
    assert topic_at("bad_character.decide").key == "bad-character-gateways"
    assert topic_at("file_submission.prepare") is None


@pytest.mark.django_db
def test_the_step_shows_what_is_to_be_known_and_leads_to_the_guide(drive, cast, as_user):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    browser = as_user(cast.investigator)
    page = browser.get(reverse("step", kwargs=where)).content.decode()
    address = reverse("guide_topic", kwargs={"topic": "personal-statement"})
    assert "Guide: Explaining the personal statement" in page
    assert address in page
    assert "Where this comes from" in browser.get(address).content.decode()


@pytest.mark.django_db
def test_what_is_not_confirmed_says_so(cast, as_user):
    browser = as_user(cast.investigator)

    def page(topic: str) -> str:
        return browser.get(reverse("guide_topic", kwargs={"topic": topic})).content.decode()

    assert "To be confirmed" in page("right-10")
    assert "To be confirmed" in page("special-measures")
    assert "To be confirmed" not in page("right-9")
    assert browser.get(reverse("guide_topic", kwargs={"topic": "right-13"})).status_code == 404


@pytest.mark.django_db
def test_the_guide_is_for_everybody_who_signed_in(cast, as_user, client):
    for who in (cast.outsider, cast.administrator, cast.auditor, cast.witness_care):
        assert "The twelve rights" in as_user(who).get(reverse("guide")).content.decode()
    assert client.get(reverse("guide")).status_code == 302
