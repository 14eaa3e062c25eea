"""What leaves the product by itself: the mails of the next weeks, and the calendars."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.calendars.feeds import calendar_feed_make
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.cast import Cast

FOLLOW = ("investigator", "witness_care", "liaison", "prosecutor")


def mails_sent(box) -> str:
    """All that is due within forty days, as the server got it."""
    later = timezone.now() + timedelta(days=40)
    with time_machine.travel(later):
        assert sweep(now=later)
        assert deliver()
    return " ".join(f"{each} {each.get_content()}" for each in box.mails)


def calendars_read(cast: Cast, client: Client) -> str:
    """The feeds of those who work on the case, one after the other."""
    tokens = [calendar_feed_make(person=getattr(cast, who), at=timezone.now()) for who in FOLLOW]
    feeds = (client.get(reverse("calendar", kwargs={"token": token})) for token in tokens)
    return "".join(feed.content.decode() for feed in feeds)
