from django import forms
from markupsafe import Markup

from casework.pages.forms import asks_only, error_summary, field, fields, has_errors
from tests.pages.conftest import soup


class DecisionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Do you accept?",
        choices=[("accept", "Accept"), ("reject", "Reject")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select if you accept"},
    )
    reason = forms.CharField(label="Why not?", widget=forms.Textarea, required=False)
    urn = forms.CharField(label="URN", error_messages={"required": "Enter the URN"})

    rendering = {
        "decision": {"hints": {"accept": "It is complete"}, "conditional": {"reject": "reason"}},
        "reason": {"rows": 3},
        "urn": {"width": 10},
    }


class ItemForm(forms.Form):
    status = forms.CharField(error_messages={"required": "Enter the status"})


def summary(*subjects):
    return [(link.text.strip(), link["href"]) for link in soup(error_summary(*subjects)).select("li a")]


def items(count, data=None):
    forms_ = [ItemForm(data, prefix=f"item-{number}") for number in range(1, count + 1)]
    for number, form in enumerate(forms_, start=1):
        form.error_subject = f"Item {number}"
    return forms_


def test_fields_come_in_order_with_the_hidden_first():
    controls = soup(fields(DecisionForm())).select("input, textarea")
    assert [each["name"] for each in controls] == ["version", "decision", "decision", "reason", "urn"]


def test_a_revealed_field_is_inside_its_choice_only():
    body = soup(fields(DecisionForm()))
    assert body.select_one("#conditional-id_decision-2 textarea#id_reason")["rows"] == "3"
    assert len(body.select("#id_reason")) == 1


def test_questions_of_a_section_are_one_group_under_its_heading():
    class SectionedForm(DecisionForm):
        sections = [("About the decision", ["decision"]), ("About the case", ["urn"])]

    groups = soup(fields(SectionedForm())).select("fieldset:has(h2)")
    assert [group.h2.text for group in groups] == ["About the decision", "About the case"]
    assert [bool(group.select("textarea")) for group in groups] == [True, False]


def test_the_page_may_reveal_markup():
    form = DecisionForm()
    body = soup(field(form["decision"], conditional={"accept": Markup("<b>Good</b>")}))
    assert body.select_one(".govuk-radios__conditional b").text == "Good"


def test_the_page_overrides_the_form():
    assert (
        "govuk-input--width-20" in soup(field(DecisionForm()["urn"], width=20)).select_one("input")["class"]
    )


def test_only_the_first_label_is_the_heading():
    body = soup(fields(DecisionForm(), heading=True))
    assert [heading.text.strip() for heading in body.select("h1")] == ["Do you accept?"]


def test_the_only_question_may_be_the_title():
    assert asks_only(ItemForm(), "Status")
    assert not asks_only(ItemForm(), "Another title")
    assert not asks_only(DecisionForm(), "Do you accept?")


def test_a_single_checkbox_is_no_title():
    form = type("Agree", (forms.Form,), {"agree": forms.BooleanField(label="I agree")})()
    assert not asks_only(form, "I agree")


def test_the_summary_follows_the_page_and_links_to_controls():
    form = DecisionForm({"version": "1"})
    form.add_error(None, "The case was closed")
    assert summary(form) == [
        ("The case was closed", "#id_decision"),
        ("Select if you accept", "#id_decision"),
        ("Enter the URN", "#id_urn"),
    ]


def test_every_link_has_its_control():
    form = DecisionForm({})
    body = soup(fields(form))
    assert all(body.select_one(href) for _, href in summary(form))


def test_a_broken_hidden_field_is_said_too():
    messages = [text for text, _ in summary(DecisionForm({"version": "x", "decision": "accept", "urn": "1"}))]
    assert messages == ["Enter a whole number."]


def test_an_error_is_words_not_a_list():
    assert "[" not in str(error_summary(DecisionForm({})))


def test_a_form_that_was_not_sent_has_no_summary():
    assert error_summary(DecisionForm()) == ""
    assert not has_errors(DecisionForm(), None, items(2))


def test_several_forms_share_a_summary():
    assert summary(ItemForm({}), items(2, data={})) == [
        ("Enter the status", "#id_status"),
        ("Item 1: Enter the status", "#id_item-1-status"),
        ("Item 2: Enter the status", "#id_item-2-status"),
    ]


def test_a_formset_is_several_forms():
    formset_class = forms.formset_factory(ItemForm, extra=0, min_num=2, validate_min=True)
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-status": ""}
    formset = formset_class(sent)
    assert summary(formset)[0] == ("Please submit at least 2 forms.", "#id_form-0-status")
    assert has_errors(formset)


def test_a_formset_that_was_not_sent_has_no_errors():
    assert not has_errors(forms.formset_factory(ItemForm, extra=2)())


def test_the_page_may_have_errors_of_its_own():
    assert summary({"text": "Select a case to assign", "href": "#case-1"}) == [
        ("Select a case to assign", "#case-1")
    ]


def test_ids_do_without_djangos_prefix():
    form = ItemForm({}, auto_id=False)
    assert soup(field(form["status"])).select_one("input")["id"] == "status"
    assert summary(form) == [("Enter the status", "#status")]


def test_the_summary_works_without_a_script():
    alert = soup(error_summary(ItemForm({}))).select_one("[role=alert]")
    assert alert.select_one("h2").text.strip() == "There is a problem"


def test_messages_are_escaped():
    form = ItemForm({})
    form.add_error(None, "<script>alert(1)</script>")
    assert not soup(error_summary(form)).select("script")
