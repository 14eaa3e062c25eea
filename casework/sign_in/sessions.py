"""Sessions of people who have signed in: how long they last, which there are, and how they end.

A session is one that signed in only if `session_begin` marked it. Django's own log-in does not: whatever
else may call it gives nobody a page.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from casework.errors import Overtaken
from casework.people.locks import people_locked
from casework.people.models import User
from casework.sign_in.browsers import browser_words
from casework.sign_in.models import SignedInSession

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
# How long somebody who has just signed in, or signed in again, need not do so again for a grave act.
LATELY = timedelta(minutes=5)
MARK = "signed_in"


class Shown(NamedTuple):
    """A session as its person sees it in their list."""

    pk: int
    how: str
    browser: str
    began_at: datetime
    seen_at: datetime
    current: bool


def session_begin(*, request: HttpRequest, person: User, how: str, at: datetime) -> None:
    """Mark the session as one whose person has proved who they are, and list it as theirs.

    `how` is "password", "demonstration", or the key of an identity provider.
    """
    browser = browser_words(request.headers.get("User-Agent", ""))
    session_mark(request.session, how=how, at=at, browser=browser)
    session_list(request.session, person)


def session_mark(session: SessionBase, *, how: str, at: datetime, browser: str = "") -> None:
    moment = int(at.timestamp())
    session[MARK] = {"began": moment, "seen": moment, "proved": moment, "how": how, "browser": browser}


def session_list(session: SessionBase, person: User) -> None:
    """List the session as the person's, by the key that it has now."""
    session.save()
    SignedInSession.objects.get_or_create(session_id=session.session_key, defaults={"person": person})


def session_hold(session: SessionBase, person: User) -> None:
    """Before it goes on under another key: what ends the person's sessions comes before this, or after all.

    It holds the person until the transaction ends. Raises Overtaken for a session that has been ended, and
    RuleBroken while somebody else holds the person.
    """
    people_locked(Q(pk=person.pk))
    try:
        session.save()
    except UpdateError:
        raise Overtaken from None


def session_ends_at(session: SessionBase | dict[str, Any]) -> datetime | None:
    """When the session ends if nothing more is done in it; None for one that nobody signed in to."""
    mark: dict[str, Any] | None = session.get(MARK)
    if not mark:
        return None
    idle, longest = int(IDLE.total_seconds()), int(LONGEST.total_seconds())
    return datetime.fromtimestamp(min(mark["seen"] + idle, mark["began"] + longest), UTC)


def session_touch(session: SessionBase, at: datetime) -> None:
    """Something was done in it. The clocks of two servers may differ: it never goes back."""
    mark = session[MARK]
    session[MARK] = {**mark, "seen": max(mark["seen"], int(at.timestamp()))}


def session_how(session: SessionBase) -> str:
    """How its person signed in; empty where nobody has."""
    return str(session.get(MARK, {}).get("how", ""))


def proved_lately(session: SessionBase, at: datetime) -> bool:
    """Whether its person has signed in, or signed in again, within the last minutes."""
    mark: dict[str, Any] | None = session.get(MARK)
    return mark is not None and at.timestamp() - mark["proved"] <= LATELY.total_seconds()


def session_proved(*, request: HttpRequest, person: User, at: datetime) -> None:
    """The person has signed in again. The session goes on under another key."""
    request.session[MARK] = {**request.session[MARK], "proved": int(at.timestamp())}
    request.session.cycle_key()
    session_list(request.session, person)


def sessions_of(person: User, *, current: str | None, at: datetime) -> list[Shown]:
    """The person's sessions that have not ended, the last used first. One query."""
    held = SignedInSession.objects.filter(person=person, session__expire_date__gt=at).select_related(
        "session"
    )
    known = [(one, one.session.get_decoded()) for one in held]
    lasting = [(one, data) for one, data in known if (ends_at := session_ends_at(data)) and ends_at > at]
    shown = [_shown(one, data[MARK], current) for one, data in lasting]
    return sorted(shown, key=lambda one: one.seen_at, reverse=True)


def session_end(*, person: User, pk: int) -> bool:
    """End one of the person's sessions; whether there was one."""
    found = SignedInSession.objects.filter(person=person, pk=pk).first()
    if found:
        _end(found.session_id)
    return found is not None


def sessions_end(*, person: User, but: str | None = None) -> int:
    """End all sessions of the person, or all but the one of that key, at once; gives back how many."""
    held = SignedInSession.objects.filter(person=person)
    keys = list(held.exclude(session=but).values_list("session_id", flat=True))
    for key in keys:
        _end(key)
    return len(keys)


def _end(key: str) -> None:
    """From the database and the cache; from the cache after the commit again, if it was read till then."""
    _store().delete(key)
    transaction.on_commit(lambda: _store().delete(key))


def _shown(one: SignedInSession, mark: dict[str, Any], current: str | None) -> Shown:
    began, seen = (datetime.fromtimestamp(mark[name], UTC) for name in ("began", "seen"))
    return Shown(one.pk, mark["how"], mark["browser"], began, seen, one.session_id == current)


def _store() -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore()
