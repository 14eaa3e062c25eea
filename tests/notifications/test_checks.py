import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests.notifications.fake_notify import API_KEY, TEMPLATE


@pytest.fixture
def by_notify(settings):
    settings.MAIL_CHANNEL = "notify"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = API_KEY, TEMPLATE
    return settings


def test_mails_by_smtp_need_no_key():
    call_command("check")


def test_mails_by_notify_need_a_key_and_a_template(by_notify):
    call_command("check")


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("NOTIFY_API_KEY", "", "E001"),
        # Without its name, and cut short.
        ("NOTIFY_API_KEY", API_KEY.removeprefix("rasso-"), "E001"),
        ("NOTIFY_API_KEY", API_KEY[:-1], "E001"),
        ("NOTIFY_TEMPLATE", "", "E002"),
        ("NOTIFY_TEMPLATE", "reminder", "E002"),
    ],
)
def test_one_that_is_missing_or_cut_short_is_refused_without_being_said(by_notify, name, value, number):
    setattr(by_notify, name, value)
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    assert f"notifications.{number}" in str(refused.value)
    assert not value or value not in str(refused.value)
