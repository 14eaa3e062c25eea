"""Line ends in what people typed add no header and no recipient to a mail."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.people.models import User
from notifications.outbox.channels.smtp import Written
from notifications.outbox.channels.way import Mail, NotTaken
from tests.people.test_accounts import NEW

FORGED = "\r\nBcc: everybody@elsewhere.example"
MAIL = Mail(uuid4(), "officer@force.example", "RASSO Casework: due soon", "Case: 20AA0000126")


@pytest.mark.parametrize("where", ["to", "subject"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_line_end_adds_no_header(where, end):
    """Such a mail is not written at all; in a body a line end is a line of the body."""
    with pytest.raises(NotTaken):
        Written(replace(MAIL, **{where: getattr(MAIL, where) + end + "Bcc: x@elsewhere.example"}))
    written = Written(replace(MAIL, body=FORGED + "\r\n.\r\nRCPT TO: x")).message()
    assert written["Bcc"] is None
    assert [name for name in written if name == "To"] == ["To"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["email", "first_name", "last_name"])
def test_nobody_is_added_with_a_line_end(cast, as_user, name):
    form = {**NEW, "unit": cast.unit.pk, name: NEW[name] + FORGED}
    assert as_user(cast.administrator).post(reverse("person_add"), form).status_code == 422
    assert not User.objects.filter(username="newcomer").exists()
