"""What an administrator does to the sign-in of somebody of their organisation, recorded as a RoleEvent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from casework.access.policy import Actor
from casework.database import in_transaction, violates
from casework.errors import RuleBroken
from casework.organisations.models import Organisation
from casework.people.locks import administered_locked
from casework.people.models import Membership, RoleEvent, User
from casework.people.services import account_record
from casework.sign_in.models import GivenPassword, ProviderLink, RecoveryCode, SecondFactor
from casework.sign_in.services import code_new
from casework.sign_in.sessions import sessions_end

Verb = RoleEvent.Verb


@in_transaction
def password_reset(*, person: User, by: Actor, at: datetime) -> str:
    """Give somebody a new password, to be told to them in person; their sessions end.

    They choose their own when they sign in with it. Raises RuleBroken for oneself and for a stranger.
    """
    _may(person, by, at)
    password = code_new()
    person.set_password(password)
    person.save(update_fields=["password"])
    GivenPassword.objects.update_or_create(person=person, defaults={"given_at": at})
    sessions_end(person=person)
    account_record(Verb.PASSWORD_RESET, person, by.organisation, by=by, at=at)
    return password


@in_transaction
def second_factor_reset(*, person: User, by: Actor, at: datetime) -> None:
    """Forget somebody's authenticator app and recovery codes; their sessions end.

    They set up another to get in. Raises RuleBroken for oneself and for a stranger.
    """
    _may(person, by, at)
    SecondFactor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    sessions_end(person=person)
    account_record(Verb.SECOND_FACTOR_RESET, person, by.organisation, by=by, at=at)


@in_transaction
def sessions_end_all(*, person: User, by: Actor, at: datetime) -> int:
    """End all sessions of somebody; gives back how many. Raises RuleBroken for oneself and a stranger."""
    _may(person, by, at)
    account_record(Verb.SESSIONS_ENDED, person, by.organisation, by=by, at=at)
    return sessions_end(person=person)


@in_transaction
def provider_link(*, person: User, provider: str, subject: str, by: Actor, at: datetime) -> ProviderLink:
    """Let somebody sign in as this subject of an identity provider, and by no password any more.

    What an administrator or a thief knew of an earlier way lets nobody in. Their sessions end.
    Raises RuleBroken for oneself, a stranger, a provider that is not set up, and a subject that is
    somebody's already.
    """
    _may(person, by, at)
    if provider not in settings.SIGN_IN_PROVIDERS:
        raise RuleBroken("Select an identity provider from the list", field="provider")
    try:
        with transaction.atomic():
            made = ProviderLink.objects.create(
                person=person, provider=provider, subject=subject, linked_at=at
            )
    except IntegrityError as error:
        if not violates(error, "provider_subject_is_one_person"):
            raise
        raise RuleBroken(
            "Enter an identifier that is not linked to an account yet", field="subject"
        ) from None
    _password_forget(person)
    account_record(Verb.PROVIDER_LINKED, person, by.organisation, by=by, at=at)
    return made


def _password_forget(person: User) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    for kept in (GivenPassword, SecondFactor, RecoveryCode):
        kept.objects.filter(person=person).delete()
    sessions_end(person=person)


@in_transaction
def provider_unlink(*, person: User, by: Actor, at: datetime) -> None:
    """Take away all links of somebody to identity providers; their sessions end.

    Raises RuleBroken for oneself, for a stranger, and where there is none.
    """
    _may(person, by, at)
    removed, _ = ProviderLink.objects.filter(person=person).delete()
    if not removed:
        raise RuleBroken("There is no link to an identity provider")
    sessions_end(person=person)
    account_record(Verb.PROVIDER_UNLINKED, person, by.organisation, by=by, at=at)


def _may(person: User, by: Actor, at: datetime) -> None:
    """Under the locks of both: of two who do something at once the second finds what the first left."""
    if person.pk == by.person.pk:
        raise RuleBroken("Ask another administrator to do this to your own account")
    administered_locked(Q(pk=person.pk), by=by, at=at)
    if looked_after_by(person, at) != by.organisation:
        raise RuleBroken("You can only do this for people of your own organisation")


def looked_after_by(person: User, at: datetime) -> Organisation | None:
    """The organisation whose administrators look after somebody's sign-in; None without a role today.

    One query.
    """
    return homes_of([person.pk], at).get(person.pk)


def homes_of(people: Iterable[int], at: datetime) -> dict[int, Organisation]:
    """The same by person, given by key, of those who hold a role today. One query.

    That of the role that they have held for longest: who gives a further one to somebody of elsewhere gets
    no hold of their account. One that ends by itself counts only for who has no other.
    """
    held = Membership.objects.in_force(timezone.localdate(at)).filter(person__in=people)
    last_to_first = sorted(
        held.select_related("organisation"),
        key=lambda one: (one.ends_on is not None, one.starts_on, one.pk),
        reverse=True,
    )
    return {one.person_id: one.organisation for one in last_to_first}
