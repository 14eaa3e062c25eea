"""Whatever a case says of anybody, no mail says: every kind of mail by every way, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import Error, models, transaction
from django.utils import timezone

from notifications.ladders.stages import Stage
from notifications.models import Message, Notice
from notifications.outbox.channels.chosen import chosen_way
from notifications.outbox.words import DIGEST, SUBJECTS, WORDED, mail_of
from tests.notifications import fake_notify
from tests.notifications.fake_notify import notify_serving

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
CANARY = "Zzyzxcanary"
# Columns of letters that are no personal data, or that the product's own words are made of.
OWN_WORDS = {"User": {"username", "password", "email"}, "Obligation": {"title", "about"}}
# Of people by any way: the fake keeps what is posted to it, the mail server what is sent to it.
Said = Callable[[], list[str]]


@pytest.fixture(params=["smtp", "notify"])
def said(request, settings) -> Iterator[Said]:
    """Choose a way; what its other end was sent, each as one text."""
    if request.param == "smtp":
        mailbox = request.getfixturevalue("mailbox")
        yield lambda: [
            f"{mail['Subject']}\n{mail.as_string()}\n{mail.get_content()}" for mail in mailbox.mails
        ]
        return
    settings.MAIL_CHANNEL = "notify"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    with notify_serving() as server:
        settings.NOTIFY_URL = server.url
        yield lambda: [json.dumps(mail, default=str) for mail in server.taken]


def plant() -> int:
    """Write the canary into every column of free text of every row of the domain that can be changed."""
    return sum(_planted(model) for model in apps.get_app_config("casework").get_models())


def _planted(model: type[models.Model]) -> int:
    own = OWN_WORDS.get(model.__name__, set())
    texts = [each for each in model._meta.concrete_fields if _is_free_text(each) and each.name not in own]
    return sum(_write(model, each.name) for each in texts)


def _is_free_text(field: models.Field) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or field.choices or field.unique:
        return False
    return isinstance(field, models.TextField) or (field.max_length or 0) >= len(CANARY)


def _write(model: type[models.Model], name: str) -> int:
    """How many rows took it: a trigger or a constraint may refuse, as of events and of kinds."""
    try:
        with transaction.atomic():
            return model._default_manager.exclude(**{name: ""}).update(**{name: CANARY})
    except Error:
        return 0


def notice_of(stage: Stage, work, person, occurrence: int = 0) -> Notice:
    message = Message.objects.create(
        kind="notice", recipient=person, not_before=timezone.now(), created_at=timezone.now()
    )
    return Notice.objects.create(
        obligation=work,
        stage=stage,
        occurrence=occurrence,
        due_on=work.due_on,
        recipient=person,
        message=message,
        created_at=timezone.now(),
    )


def other(kind: str, person) -> Message:
    return Message.objects.create(
        kind=kind, recipient=person, not_before=timezone.now(), created_at=timezone.now()
    )


def test_no_mail_says_anything_of_anybody(drive, cast, said, caplog):
    case = drive.case()
    work = drive.open_work(case, "vps_offer.offer")
    assert plant() > 20
    person = type(cast.investigator).objects.get(pk=cast.investigator.pk)
    assert CANARY in person.signature
    case.refresh_from_db()
    work.refresh_from_db()
    way = chosen_way()
    notices = [notice_of(stage, work, person) for stage in Stage]
    for notice in notices:
        assert way.ready()
        way.send(mail_of(notice.message, [notice]))
    assert way.ready()
    way.send(mail_of(other("digest", person), notices))
    for kind in WORDED:
        assert way.ready()
        way.send(mail_of(other(kind, person), []))
    way.close()
    texts = said()
    worded = [subject for subject, _ in WORDED.values()]
    for text, subject in zip(texts, [*(SUBJECTS[stage] for stage in Stage), DIGEST, *worded], strict=True):
        assert CANARY.lower() not in text.lower()
        assert subject in text
    assert CANARY not in caplog.text
    for model in (Message, Notice):
        assert CANARY not in str(list(model.objects.values_list()))
