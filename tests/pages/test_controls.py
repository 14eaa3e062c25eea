import pytest
from django import forms

from casework.pages.fields import GovukDateField
from casework.pages.forms import field
from tests.pages.conftest import soup

YES_NO = [("yes", "Yes"), ("no", "No")]


def ask(form_field, data=None, initial=None, **options):
    """Return a form's one question, parsed."""
    form = type("OneQuestion", (forms.Form,), {"answer": form_field})(data, initial={"answer": initial})
    return soup(field(form["answer"], **options)).body


def test_text_input():
    body = ask(forms.CharField(label="URN", help_text="For example, 07NS1234526"), initial='a"<b>', width=20)
    box = body.select_one("input.govuk-input")
    assert (box["id"], box["name"], box["type"], box["value"]) == ("id_answer", "answer", "text", 'a"<b>')
    assert "govuk-input--width-20" in box["class"]
    assert box["aria-describedby"] == "id_answer-hint"
    assert body.select_one("#id_answer-hint").text.strip() == "For example, 07NS1234526"
    assert body.select_one("label")["for"] == "id_answer"


def test_text_input_has_no_placeholder_and_no_required():
    widget = forms.TextInput(attrs={"placeholder": "Username", "autocomplete": "username"})
    box = ask(forms.CharField(widget=widget)).select_one("input")
    assert box["autocomplete"] == "username"
    assert "placeholder" not in box.attrs
    assert "required" not in box.attrs


def test_an_error_is_words_and_described():
    body = ask(forms.CharField(error_messages={"required": "Enter your response"}), data={})
    assert body.select_one(".govuk-error-message").text.split() == ["Error:", "Enter", "your", "response"]
    assert body.select_one("input")["aria-describedby"] == "id_answer-error"
    assert "govuk-form-group--error" in body.select_one(".govuk-form-group")["class"]


def test_the_label_can_be_the_page_heading():
    label = ask(forms.CharField(label="What is the URN?"), heading=True).select_one("h1 label")
    assert "govuk-label--l" in label["class"]


def test_email_input():
    assert ask(forms.EmailField()).select_one("input")["type"] == "email"


@pytest.mark.parametrize(
    ("number", "mode"), [(forms.IntegerField(), "numeric"), (forms.DecimalField(), "decimal")]
)
def test_number_input_is_text(number, mode):
    box = ask(number, data={"answer": "abc"}).select_one("input")
    assert (box["type"], box["inputmode"], box["value"]) == ("text", mode, "abc")


def test_textarea():
    box = ask(forms.CharField(widget=forms.Textarea), initial="<i>", rows=3).select_one("textarea")
    assert (box["rows"], box.text.strip()) == ("3", "<i>")


def test_textarea_with_a_limit_counts_characters():
    body = ask(forms.CharField(widget=forms.Textarea, max_length=250))
    assert body.select_one("[data-module=govuk-character-count]")["data-maxlength"] == "250"
    assert "up to 250 characters" in body.text


def test_select():
    body = ask(forms.ChoiceField(choices=[("", "Choose"), *YES_NO]), data={"answer": "no"})
    assert [option["value"] for option in body.select("option")] == ["", "yes", "no"]
    assert body.select_one("option[selected]")["value"] == "no"


def test_select_flattens_groups():
    body = ask(forms.ChoiceField(choices=[("North", [("1", "York")]), ("South", [("2", "Kent")])]))
    assert [option.text for option in body.select("option")] == ["York", "Kent"]


def test_multiple_select_is_refused():
    with pytest.raises(TypeError, match="use checkboxes for answer"):
        ask(forms.MultipleChoiceField(choices=YES_NO))


def test_an_unknown_widget_is_refused():
    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        ask(forms.SplitDateTimeField())


def radios(**options):
    return forms.ChoiceField(
        choices=[("", "---"), *YES_NO], widget=forms.RadioSelect, label="Accept?", **options
    )


def test_radios():
    body = ask(radios(), data={"answer": "no"}, hints={"yes": "It is complete"})
    items = body.select("input[type=radio]")
    assert [(item["id"], item["value"]) for item in items] == [("id_answer", "yes"), ("id_answer-2", "no")]
    assert [item.has_attr("checked") for item in items] == [False, True]
    assert body.select_one("#id_answer-item-hint").text.strip() == "It is complete"
    assert body.select_one("legend").text.strip() == "Accept?"


def test_radios_start_unchosen_or_from_the_initial_value():
    assert not ask(radios()).select("input[checked]")
    assert ask(radios(), initial="yes").select_one("input[checked]")["value"] == "yes"


def test_radios_of_truth_values():
    choice = forms.TypedChoiceField(choices=[(True, "Yes"), (False, "No")], widget=forms.RadioSelect)
    assert ask(choice, initial=False).select_one("input[checked]")["value"] == "False"


def test_checkboxes():
    choice = forms.MultipleChoiceField(
        choices=YES_NO, widget=forms.CheckboxSelectMultiple, help_text="Select all that apply"
    )
    body = ask(choice, data={"answer": ["yes"]})
    assert [item["id"] for item in body.select("input[type=checkbox]")] == ["id_answer", "id_answer-2"]
    assert body.select_one("input[checked]")["value"] == "yes"
    assert body.select_one("fieldset")["aria-describedby"] == "id_answer-hint"


def test_a_single_checkbox_is_its_own_label():
    agreed = forms.BooleanField(
        label="I have checked", help_text="MG6C", error_messages={"required": "Confirm that you have checked"}
    )
    body = ask(agreed, data={})
    box = body.select_one("input[type=checkbox]")
    assert (box["id"], box["name"]) == ("id_answer", "answer")
    assert box["aria-describedby"].split() == ["id_answer-error", "id_answer-item-hint"]
    assert body.select_one("label").text.strip() == "I have checked"
    assert not body.select("fieldset")


def test_a_single_checkbox_keeps_its_state():
    assert ask(forms.BooleanField(), data={"answer": "on"}).select("input[checked]")
    assert not ask(forms.BooleanField(), initial=False).select("input[checked]")


def test_file_upload():
    body = ask(forms.FileField(widget=forms.FileInput(attrs={"accept": ".pdf"})))
    assert body.select_one("[data-module=govuk-file-upload] input[type=file]")["accept"] == ".pdf"
    assert "multiple" not in body.select_one("input").attrs


def test_a_password_is_never_sent_back():
    widget = forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"})
    box = ask(forms.CharField(widget=widget), data={"answer": "secret"}).select_one("input")
    assert (box["type"], box["autocomplete"]) == ("password", "new-password")
    assert "value" not in box.attrs


def test_hidden_input():
    body = ask(forms.CharField(widget=forms.HiddenInput), initial="7")
    assert body.select_one("input[type=hidden]")["value"] == "7"
    assert not body.select("label")


def test_date_input_is_a_group():
    body = ask(GovukDateField(noun="The date", label="When?", help_text="For example, 27 3 2026"))
    assert body.select_one("fieldset[role=group]")["aria-describedby"] == "id_answer-hint"
    assert [label.text.strip() for label in body.select("label")] == ["Day", "Month", "Year"]


def test_other_options_go_to_the_component():
    assert ask(forms.CharField(), prefix={"text": "£"}).select_one(".govuk-input__prefix").text.strip() == "£"


def test_texts_are_escaped():
    body = ask(forms.CharField(label="<script>a</script>", help_text="<b>b</b>"))
    assert not body.select("script, b")
