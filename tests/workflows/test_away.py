"""Time away on its pages, and work done for who is away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.absences.models import Absence
from casework.absences.services import absence_record
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER, person
from tests.samples import day
from tests.workflows.reading import page, text_of
from tests.workflows.test_query_counts import queries

pytestmark = pytest.mark.django_db


def on(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def away(who: User, stand_in: User, first: int = 0, last: int = 3) -> Absence:
    return absence_record(
        person=who, stand_in=stand_in, starts_on=on(first), ends_on=on(last), by=who, at=timezone.now()
    )


def form(stand_in: User, first: int = 0, last: int = 3) -> dict[str, object]:
    return {**day("starts_on", on(first)), **day("ends_on", on(last)), "stand_in": stand_in.pk}


def test_time_away_is_added_shown_and_ended(cast, as_user):
    browser = as_user(cast.investigator)
    added = browser.post(reverse("away_add"), form(cast.investigator2, 1, 4), follow=True)
    assert "Time away added. Investigator2 Tester stands in." in text_of(added)
    absence = cast.investigator.absences.get()
    ending = page(added).select_one("main a[href$='/end/']")["href"]
    assert ending == reverse("away_end", kwargs={"absence": absence.pk})
    assert "It has not begun, and is taken back" in text_of(browser.get(ending))
    assert "Time away ended" in text_of(browser.post(ending, follow=True))
    assert not Absence.objects.not_over(timezone.localdate()).exists()


def test_who_ends_it_a_second_time_is_told_that_it_is_over(cast, as_user):
    browser, absence = as_user(cast.investigator), away(cast.investigator, cast.investigator2)
    Absence.objects.update(starts_on=on(-2))
    ending = reverse("away_end", kwargs={"absence": absence.pk})
    assert "Time away ended" in text_of(browser.post(ending, follow=True))
    assert "This time away is over already" in text_of(browser.post(ending, follow=True))


def test_it_is_in_the_header_of_those_who_owe_casework(cast, as_user):
    for who, shown in (
        ("investigator", True),
        ("liaison", True),
        ("auditor", False),
        ("administrator", False),
    ):
        response = as_user(getattr(cast, who)).get(reverse("overview"))
        assert bool(page(response).select(f"header a[href='{reverse('away')}']")) is shown, who


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stand_in": ""}, "Select who stands in"),
        ({"stand_in": "0"}, "Select a colleague from the list"),
        ({"ends_on-day": ""}, "The last day away must include a day"),
        ({"starts_on-year": "2020", "ends_on-year": "2020"}, "The last day away must be today or later"),
        ({"starts_on-month": "13"}, "The first day away must be a real date"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_kept(cast, as_user, changes, message):
    sent = {**form(cast.investigator2), **changes}
    response = as_user(cast.investigator).post(reverse("away_add"), sent)
    assert response.status_code == 422
    assert message in text_of(response)
    kept = page(response).select_one("#ends_on-month")["value"]
    assert kept == str(sent["ends_on-month"])


def test_days_that_are_taken_are_told(cast, as_user):
    away(cast.investigator, cast.investigator2)
    response = as_user(cast.investigator).post(reverse("away_add"), form(cast.investigator2, 2, 9))
    assert response.status_code == 422
    assert "Another absence is recorded for some of these days" in text_of(response)


def test_who_has_no_colleague_is_told_what_to_do(cast, as_user):
    words = text_of(as_user(cast.liaison).get(reverse("away_add")))
    assert "Nobody else has the same role in the same place" in words


class TestOfColleagues:
    def test_a_lead_records_that_somebody_is_ill(self, cast, as_user):
        browser = as_user(cast.supervisor)
        asked = page(browser.get(reverse("away_colleague")))
        people = [option.text for option in asked.select("#person option")]
        assert people == ["Select a colleague", "Investigator Tester", "Investigator2 Tester"]
        chosen = browser.post(reverse("away_colleague"), {"person": cast.investigator.pk})
        address = chosen.headers["Location"]
        assert "Investigator Tester" in text_of(browser.get(address))
        done = browser.post(address, form(cast.investigator2), follow=True)
        assert "Investigator2 Tester stands in" in text_of(done)
        assert cast.investigator.absences.get().recorded_by == cast.supervisor
        ending = page(done).select_one("main a[href$='/end/']")["href"]
        assert "Time away ended" in text_of(browser.post(ending, follow=True))

    def test_nobody_chosen(self, cast, as_user):
        response = as_user(cast.supervisor).post(reverse("away_colleague"))
        assert response.status_code == 422
        assert "Select who is away" in text_of(response)

    @pytest.mark.parametrize("who", ["investigator", "prosecutor", "auditor", "outsider"])
    def test_who_leads_nobody_records_for_nobody(self, cast, as_user, who):
        browser = as_user(getattr(cast, who))
        assert browser.get(reverse("away_colleague")).status_code == 403
        address = reverse("away_add_for", kwargs={"person": cast.investigator2.pk})
        assert browser.post(address, form(cast.investigator)).status_code == 403

    @pytest.mark.parametrize("whom", ["prosecutor", "outsider", "gatekeeper", "supervisor"])
    def test_somebody_whom_they_do_not_lead_is_not_found(self, cast, as_user, whom):
        address = reverse("away_add_for", kwargs={"person": getattr(cast, whom).pk})
        assert as_user(cast.supervisor).get(address).status_code == 404

    def test_the_time_away_of_others_is_not_shown_or_ended(self, cast, as_user):
        absence = away(cast.investigator, cast.investigator2)
        ending = reverse("away_end", kwargs={"absence": absence.pk})
        for who in ("gatekeeper", "manager", "outsider", "investigator2"):
            browser = as_user(getattr(cast, who))
            assert browser.post(ending).status_code == 404, who
        assert "Investigator Tester, " not in text_of(as_user(cast.gatekeeper).get(reverse("away")))

    def test_the_list_does_not_load_by_the_row(self, cast, as_user):
        browser = as_user(cast.supervisor)
        away(cast.investigator, cast.investigator2)
        one = queries(browser, reverse("away"))
        for number in range(12):
            colleague = person(f"colleague{number}", Role.INVESTIGATOR, cast.force, cast.unit)
            away(colleague, cast.investigator2)
        assert queries(browser, reverse("away")) == one


class TestStandingIn:
    def test_the_stand_in_is_told_for_whom_and_does_the_work(self, drive, cast, as_user):
        case = drive.case()
        away(cast.investigator, cast.investigator2)
        owed = drive.open_work(case, "early_advice.consider")
        step = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        browser = as_user(cast.investigator2)
        shown = browser.get(step)
        assert "For Investigator Tester, who is away" in text_of(shown)
        assert page(shown).select("main form [name=outcome]")
        form = page(browser.get(step, {"outcome": "not_sought"}))
        assert form.select("main form [name=reason]")
        sent = browser.post(f"{step}?outcome=not_sought", {"reason": "The evidence is complete"}, follow=True)
        assert sent.status_code == 200
        activity = text_of(browser.get(reverse("case_activity", kwargs={"urn": case.urn})))
        assert "Investigator2 Tester for Investigator Tester" in activity

    def test_a_colleague_who_does_not_stand_in_still_may_not(self, drive, cast, as_user):
        case = drive.case()
        away(cast.investigator, cast.investigator2)
        third = person("third", Role.INVESTIGATOR, cast.force, cast.unit)
        owed = drive.open_work(case, "early_advice.consider")
        step = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        assert not page(as_user(third).get(step)).select("main form [name=outcome]")
        late = as_user(third).post(f"{step}?outcome=not_sought", {"reason": "Kept"})
        assert late.status_code == 409

    def test_the_queue_says_whose_work_it_is(self, drive, cast, as_user):
        drive.case()
        browser = as_user(cast.investigator2)
        assert page(browser.get(reverse("queue"))).h1.text == "Queue (0)"
        away(cast.investigator, cast.investigator2)
        response = browser.get(reverse("queue"))
        assert page(response).h1.text == "Queue (6)"
        assert "Investigator Tester, who is away: you stand in" in text_of(response)
        assert "You stand in for Investigator Tester" in text_of(browser.get(reverse("away")))

    def test_nothing_is_theirs_once_the_colleague_is_back(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *TO_GATEKEEPER)
        absence = away(cast.investigator, cast.investigator2)
        as_user(cast.investigator).post(reverse("away_end", kwargs={"absence": absence.pk}))
        assert page(as_user(cast.investigator2).get(reverse("queue"))).h1.text == "Queue (0)"
