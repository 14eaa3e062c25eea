"""A victim is invited, and answers where nobody can tell who it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.victims_voice.codes import ALPHABET, code_hash, code_make
from casework.victims_voice.models import FeedbackAnswer, FeedbackInvitation, FeedbackTicket
from casework.victims_voice.points import points, questions
from config.logs import TypesAndPlaces
from tests.casework.test_guards import refused
from tests.cast import charged
from tests.victims_voice.conftest import SAID, answer_page, invitation

pytestmark = pytest.mark.django_db
APART = (FeedbackTicket, FeedbackAnswer)


def visible(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_the_code_is_shown_once_and_only_its_hash_is_kept(drive, cast, as_user, invite):
    case = drive.case()
    code = invite(case)
    assert [ticket.code_hash for ticket in FeedbackTicket.objects.all()] == [code_hash(code)]
    again = as_user(cast.investigator).get(invitation(case)).content.decode()
    assert code not in again
    assert "Invited after the first contact" in again


def test_the_case_keeps_that_an_invitation_was_given_and_when(drive, cast, invite):
    case = drive.case()
    invite(case)
    kept = FeedbackInvitation.objects.get()
    assert (kept.victim.reference, kept.given_on, kept.given_by) == (
        "V1",
        timezone.localdate(),
        cast.investigator,
    )
    event = case.events.get(route="victims_voice")
    assert (event.words, event.reason) == ("Victim invited to give feedback", "V1, after the first contact")


def test_an_answer_is_taken_once(drive, invite, say):
    code = invite(drive.case())
    assert Client().get(answer_page(code)).status_code == 200
    assert say(code) == 302
    assert (say(code), Client().get(answer_page(code)).status_code) == (404, 404)
    answer = FeedbackAnswer.objects.get()
    assert {name: getattr(answer, name) for name in SAID} == SAID
    assert answer.month == timezone.localdate().replace(day=1)


def test_a_code_that_is_wrong_or_used_or_too_old_gets_the_same_page(drive, invite, say):
    case = drive.case(victims=2)
    used, old = invite(case), invite(case, victim="V2")
    say(used)
    pages = [visible(Client().get(answer_page(code)).content.decode()) for code in (used, code_make())]
    with time_machine.travel(timezone.now() + timedelta(days=130)):
        pages.append(visible(Client().get(answer_page(old)).content.decode()))
    assert pages[0] == pages[1] == pages[2]
    assert "This code cannot be used" in pages[0]
    assert FeedbackAnswer.objects.count() == 1


def test_codes_that_are_too_old_are_removed_when_another_is_made(drive, invite):
    case = drive.case()
    old = invite(case)
    with time_machine.travel(timezone.now() + timedelta(days=130)):
        new = invite(case, "charge_decision")
    assert {ticket.pk for ticket in FeedbackTicket.objects.all()} == {code_hash(new)} != {code_hash(old)}


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_typed_as_people_type(drive, invite, typed):
    code = invite(drive.case())
    response = Client().post(reverse("voice"), {"code": typed(code)}, follow=True)
    assert "How were you treated?" in response.content.decode()


def test_codes_are_hard_to_guess_and_easy_to_read():
    codes = {code_make() for _ in range(200)}
    assert len(codes) == 200
    assert len(ALPHABET) ** 16 == 2**80
    assert code_hash("O1lI-0000-0000-0000") == code_hash("0111-0000-0000-0000")
    assert not set("ILOU") & set(ALPHABET)


def test_no_log_holds_a_code_that_can_still_be_used(drive, invite, say, caplog):
    code = invite(drive.case())
    assert say(code, respected="") == 422
    assert Client().put(answer_page(code)).status_code == 405
    logged = [TypesAndPlaces("%(message)s").format(record) for record in caplog.records]
    assert sum("/voice/-/" in line for line in logged) == 2
    assert code not in " ".join(logged)


def test_no_column_of_ticket_or_answer_leads_to_a_case_a_victim_or_a_moment():
    columns = {model: {field.name for field in model._meta.get_fields()} for model in APART}
    assert columns == {
        FeedbackTicket: {"code_hash", "force", "area", "point", "month"},
        FeedbackAnswer: {"id", "force", "area", "point", "month", *questions(), "words"},
    }
    for model in APART:
        assert not any(isinstance(field, models.DateTimeField) for field in model._meta.fields)
        assert not isinstance(model._meta.pk, models.AutoField)
        related = {field.related_model._meta.label for field in model._meta.fields if field.related_model}
        assert related == {"casework.Organisation"}


def test_nothing_refers_to_a_ticket_or_an_answer():
    referring = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.related_model in APART
    }
    assert referring == set()


def test_no_value_of_an_answer_is_in_a_row_that_knows_the_case(drive, invite, say):
    case = drive.case()
    code = invite(case)
    ticket = FeedbackTicket.objects.get().pk
    say(code)
    answer = FeedbackAnswer.objects.get()
    kept = [*FeedbackInvitation.objects.values(), *case.events.values()]
    for secret in (code, ticket, str(answer.pk), SAID["words"]):
        assert all(secret not in str(row) for row in kept)
    assert not FeedbackTicket.objects.exists()
    assert answer.month.day == 1


def test_a_day_can_not_be_kept_with_an_answer(drive, invite, say):
    from django.db import IntegrityError, transaction

    say(invite(drive.case()))
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackAnswer.objects.update(month=timezone.localdate().replace(day=2))


def test_the_pages_of_the_victim_say_nothing_of_the_case_or_the_service(drive, invite, cast):
    case = drive.case()
    code = invite(case)
    browser = Client()
    for where in (reverse("voice"), answer_page(code), answer_page(code_make()), reverse("voice_thanks")):
        response = browser.get(where)
        page = response.content.decode()
        assert '<meta name="robots" content="noindex">' in page
        for secret in (case.urn, "Victimname", "Suspectname", "RASSO", cast.force.name, "SENSITIVE"):
            assert secret not in page
        assert not re.search(r"\brape\b", page, re.IGNORECASE)
        assert "no-store" in response["Cache-Control"]
        assert "sessionid" not in response.cookies


def test_questions_without_an_answer_are_asked_again_and_the_code_stays_good(drive, invite, say):
    code = invite(drive.case())
    page = Client().post(answer_page(code), {"words": "Only this"})
    assert refused(page, "Select an answer to “Were you kept informed?”")
    assert say(code) == 302


def test_words_are_optional_and_come_with_a_warning(drive, invite, say):
    code = invite(drive.case())
    assert "Do not give names" in Client().get(answer_page(code)).content.decode()
    assert say(code, words="") == 302


def test_nobody_is_invited_twice_at_one_point(drive, cast, as_user, invite):
    case = drive.case()
    invite(case)
    response = as_user(cast.investigator).post(invitation(case), {"point": "first_contact"})
    assert response.status_code == 422
    assert (FeedbackInvitation.objects.count(), FeedbackTicket.objects.count()) == (1, 1)
    for point in list(points())[1:]:
        invite(case, point)
    page = as_user(cast.investigator).get(invitation(case)).content.decode()
    assert "The victim has been invited at every point" in page


def test_who_may_invite(drive, cast, as_user):
    case = charged(drive.case(), timezone.localdate())
    drive.do(case, "early_advice.consider request")
    found = {
        who: as_user(getattr(cast, who)).post(invitation(case), {"point": ""}).status_code
        for who in (
            "investigator",
            "supervisor",
            "witness_care",
            "liaison",
            "prosecutor",
            "auditor",
            "outsider",
        )
    }
    assert found == {
        "investigator": 422,
        "supervisor": 422,
        "witness_care": 422,
        "liaison": 422,
        "prosecutor": 403,
        "auditor": 403,
        "outsider": 404,
    }
    assert as_user(cast.investigator).get(invitation(case, "V9")).status_code == 404


def test_what_is_asked_is_what_an_answer_holds():
    fields = {field.name for field in FeedbackAnswer._meta.fields}
    assert set(questions()) <= fields
    assert 3 <= len(questions()) <= 5
