from datetime import date

import pytest
from django import forms

from casework.pages.fields import GovukDateField
from casework.pages.forms import error_summary, field
from tests.pages.conftest import soup

TODAY = date(2026, 11, 24)


def form_for(day="", month="", year="", *, initial=None, data=None, **options):
    class ArrestForm(forms.Form):
        arrest = GovukDateField(
            noun="The date of arrest", label="When was the arrest?", today=lambda: TODAY, **options
        )

    typed = {"arrest-day": day, "arrest-month": month, "arrest-year": year}
    return ArrestForm(typed if data is None else data, initial={"arrest": initial})


def unbound_form(initial):
    class ArrestForm(forms.Form):
        arrest = GovukDateField(noun="The date of arrest")

    return ArrestForm(initial={"arrest": initial})


def red_parts(form):
    boxes = soup(field(form["arrest"])).select(".govuk-input--error")
    return [box["id"].removeprefix("id_arrest-") for box in boxes]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", " MAR "])
def test_it_takes_the_month_as_a_number_or_a_name(month):
    form = form_for("27", month, "2026")
    assert form.is_valid()
    assert form.cleaned_data["arrest"] == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (("", "", ""), "Enter the date of arrest", ["day", "month", "year"]),
        (("", "3", "2026"), "The date of arrest must include a day", ["day"]),
        (("27", "", ""), "The date of arrest must include a month and year", ["month", "year"]),
        (("31", "2", "2026"), "The date of arrest must be a real date", ["day", "month", "year"]),
        (("29", "2", "2025"), "The date of arrest must be a real date", ["day", "month", "year"]),
        (("32", "3", "2026"), "The date of arrest must be a real date", ["day"]),
        (("27", "13", "2026"), "The date of arrest must be a real date", ["month"]),
        (("x", "y", "z"), "The date of arrest must be a real date", ["day", "month", "year"]),
        (("27", "3", "26"), "Year must include 4 numbers", ["year"]),
        (("27", "3", "20266"), "Year must include 4 numbers", ["year"]),
        (("²", "3", "2026"), "The date of arrest must be a real date", ["day"]),
    ],
)
def test_it_says_what_is_wrong_and_where(typed, message, parts):
    form = form_for(*typed)
    assert form.errors["arrest"] == [message]
    assert red_parts(form) == parts


def test_the_error_links_to_the_first_wrong_part():
    link = soup(error_summary(form_for("27", "13", "2026"))).select_one("a")
    assert link["href"] == "#id_arrest-month"


def test_a_leap_day_is_a_real_date():
    assert form_for("29", "2", "2028").is_valid()


def test_the_past_field_takes_today_and_refuses_tomorrow():
    assert form_for("24", "11", "2026", not_in_future=True).is_valid()
    form = form_for("25", "11", "2026", not_in_future=True)
    assert form.errors["arrest"] == ["The date of arrest must be today or in the past"]


def test_a_slip_of_the_keyboard_is_caught_at_the_outer_limits():
    assert form_for("24", "11", "1026").errors["arrest"] == ["The date of arrest must be in 1900 or later"]
    far = form_for("24", "11", "2062", must_be_future=True)
    assert far.errors["arrest"] == ["The date of arrest must be within the next 5 years"]


def test_the_future_field_takes_tomorrow_and_refuses_today():
    assert form_for("25", "11", "2026", must_be_future=True).is_valid()
    form = form_for("24", "11", "2026", must_be_future=True)
    assert form.errors["arrest"] == ["The date of arrest must be in the future"]


def test_no_date_is_none_where_none_is_needed():
    form = form_for(required=False, not_in_future=True)
    assert form.is_valid()
    assert form.cleaned_data["arrest"] is None


def test_a_form_may_word_the_empty_answer():
    form = form_for(error_messages={"required": "Enter the date that the suspect was arrested"})
    assert form.errors["arrest"] == ["Enter the date that the suspect was arrested"]


def test_an_error_of_the_form_turns_all_parts_red():
    form = form_for("24", "11", "2026")
    form.add_error("arrest", "The date of arrest must be after the offence")
    assert red_parts(form) == ["day", "month", "year"]


def test_what_was_typed_is_shown_again():
    boxes = soup(field(form_for("31", "feb", "26")["arrest"])).select("input")
    assert [box["value"] for box in boxes] == ["31", "feb", "26"]


def test_the_initial_date_is_shown():
    boxes = soup(field(unbound_form(TODAY)["arrest"])).select("input")
    assert [box["value"] for box in boxes] == ["24", "11", "2026"]


def test_the_boxes_ask_for_numbers_and_carry_no_error_at_first():
    boxes = soup(field(unbound_form(None)["arrest"])).select("input")
    assert [box["inputmode"] for box in boxes] == ["numeric"] * 3
    assert [box["name"] for box in boxes] == ["arrest-day", "arrest-month", "arrest-year"]
    assert not any("govuk-input--error" in box["class"] for box in boxes)


def test_it_notices_a_change():
    assert not form_for("24", "11", "2026", initial=TODAY).has_changed()
    assert form_for("25", "11", "2026", initial=TODAY).has_changed()
    assert form_for("25", "", "2026", initial=TODAY).has_changed()


def test_it_notices_that_it_was_not_sent():
    widget = GovukDateField(noun="The date").widget
    assert widget.value_omitted_from_data({}, {}, "arrest")
    assert not widget.value_omitted_from_data({"arrest-day": ""}, {}, "arrest")
