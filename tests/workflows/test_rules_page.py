"""The page of all time limits: versions, sources and what is assumed. The dates of the pages lead to it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

from casework.assumptions.files import data_files
from casework.assumptions.settings import ASSUMED
from casework.deadlines.rules import versions
from tests.cast import TO_GATEKEEPER

pytestmark = pytest.mark.django_db
# What the machine needs, and no practice.
TECHNICAL = {"MOST_AT_ONCE"}


def page(browser, query: str = "") -> BeautifulSoup:
    answer = browser.get(reverse("rules") + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_every_version_of_every_rule_is_there_with_its_law_and_how_sure_it_is(cast, as_user):
    found = page(as_user(cast.investigator))
    for code, rules in versions().items():
        row = found.find(id=code)
        assert row is not None, code
        text = " ".join(row.get_text(" ").split())
        rule = rules[0]
        for said in (code, rule.trigger, rule.source, rule.instrument, rule.provision):
            assert " ".join(said.split()) in text, (code, said)
        assert ("Assumption" if rule.confidence == "assumption" else "Sourced") in text
    rows = found.select("ul.app-list")[0].find_all("li", recursive=False)
    assert len(rows) == sum(len(rules) for rules in versions().values())


def test_the_assumptions_alone(cast, as_user):
    found = page(as_user(cast.auditor), "?confidence=assumption")
    rows = found.select("ul.app-list")[0].find_all("li", recursive=False)
    held = [rule for rules in versions().values() for rule in rules if rule.confidence == "assumption"]
    assert len(rows) == len(held)
    assert all("Assumption" in row.get_text() for row in rows)


def test_every_setting_of_the_casework_is_said_to_be_assumed_or_technical():
    held = {name.removeprefix("CASEWORK_") for name in dir(settings) if name.startswith("CASEWORK_")}
    assert held == ASSUMED.keys() | TECHNICAL


def test_the_settings_are_shown_with_their_values(cast, as_user, settings):
    settings.CASEWORK_BOUNCE_ALERT_AT = 7
    text = page(as_user(cast.administrator)).find("dl", class_="govuk-summary-list").get_text(" ")
    assert "At which return of a file those who lead are alerted 7 RASSO_BOUNCE_ALERT_AT" in " ".join(
        text.split()
    )


def test_every_data_file_says_where_it_comes_from(cast, as_user):
    text = page(as_user(cast.manager)).get_text()
    for file in data_files():
        assert file.name in text
        assert file.source or file.facts > 1, file.name
    whole = {file.name: file.words for file in data_files()}
    assert whole["casework/escalations/data/ladders.json"] == "All of it"
    assert whole["notifications/ladders/data/ladders.json"] == "All of it"
    assert whole["casework/deadlines/data/bank_holidays.json"] == "Nothing"
    assert " of " in whole["casework/file_review/data/standards/2.json"]


def test_a_step_explains_its_date_and_leads_to_the_rule(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    owed = drive.open_work(case, "file_submission.review")
    browser = as_user(cast.gatekeeper)
    where = {"urn": case.urn, "task": owed.task}
    for address in (
        reverse("step", kwargs=where),
        reverse("step_give", kwargs=where),
        reverse("case", kwargs={"urn": case.urn}),
    ):
        html = browser.get(address).content.decode()
        assert "was counted" in html, address
    step = browser.get(reverse("step", kwargs=where)).content.decode()
    assert "2 working days after" in step
    assert f"{reverse('rules')}#GATEKEEPER_REVIEW" in step
