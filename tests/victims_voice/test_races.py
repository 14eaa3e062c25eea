"""Two who send at once with one code, on two real connections: one counts."""

from __future__ import annotations

import pytest
from django.test import Client

from casework.victims_voice.models import FeedbackAnswer, FeedbackInvitation, FeedbackTicket
from tests.cast import Driver, make_cast
from tests.victims_voice.conftest import SAID, answer_page, invitation
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


@pytest.mark.parametrize("attempt", range(3))
def test_two_sends_with_one_code_count_once(cast, invite, attempt):
    code = invite(Driver(cast).case())
    answers = at_once(*[lambda: Client().post(answer_page(code), SAID).status_code] * 2)
    assert sorted(answers) == [302, 404]
    assert (FeedbackAnswer.objects.count(), FeedbackTicket.objects.count()) == (1, 0)


@pytest.mark.parametrize("attempt", range(3))
def test_two_who_invite_at_once_give_one_code(cast, as_user, attempt):
    case = Driver(cast).case()
    browsers = [as_user(cast.investigator), as_user(cast.supervisor)]
    form = {"point": "first_contact"}
    answers = at_once(
        *(lambda browser=browser: browser.post(invitation(case), form).status_code for browser in browsers)
    )
    assert sorted(answers) == [200, 422]
    assert (FeedbackInvitation.objects.count(), FeedbackTicket.objects.count()) == (1, 1)
