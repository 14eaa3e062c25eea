"""The second factor: set up once, asked for at each sign-in; a recovery code stands in for a lost app."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password

from casework.database import in_transaction
from casework.errors import Overtaken, RuleBroken
from casework.people.models import User
from casework.sign_in.models import GivenPassword, RecoveryCode, SecondFactor
from casework.sign_in.totp import seal, step_of, unseal

CODES = 10
WRONG_CODE = "The code is not correct. Enter the code that the app shows now"


@in_transaction
def second_factor_set_up(
    *, person: User, secret: str, code: str, at: datetime, replaces: bool = False
) -> list[str]:
    """Keep the key once the app has shown that it has it; gives back new recovery codes, to be shown once.

    The code counts as used. Raises RuleBroken for a wrong code, and where the person has a second
    factor that this one does not replace.
    """
    step = step_of(secret, code, at)
    if step is None:
        raise RuleBroken(WRONG_CODE, field="code")
    if replaces:
        SecondFactor.objects.filter(person=person).delete()
    kept = {"sealed": seal(secret), "set_up_at": at, "last_step": step}
    _, made = SecondFactor.objects.get_or_create(person=person, defaults=kept)
    if not made:
        raise RuleBroken("You have set up an authenticator app already. Sign in with it")
    return recovery_codes_make(person=person)


@in_transaction
def second_factor_take(*, person: User, code: str, at: datetime) -> None:
    """Take a code of the app, or a recovery code, as proof. Neither is taken a second time.

    Raises RuleBroken for anything else. Up to two queries.
    """
    factor = SecondFactor.objects.select_for_update().filter(person=person).first()
    if factor is None:
        raise RuleBroken(WRONG_CODE, field="code")
    secret = unseal(factor.sealed)
    step = step_of(secret, code, at)
    if step is not None and step > factor.last_step:
        # Sealed anew, so that after a while nothing needs a secret key of before.
        factor.last_step, factor.sealed = step, seal(secret)
        factor.save(update_fields=["last_step", "sealed"])
    elif not _recovery_code_use(person, code, at):
        raise RuleBroken(WRONG_CODE, field="code")


@in_transaction
def recovery_codes_make(*, person: User) -> list[str]:
    """New recovery codes in place of all earlier ones: the only moment at which they can be read."""
    # One after another: two who ask at once must not leave two sets.
    list(SecondFactor.objects.select_for_update().filter(person=person))
    codes = [code_new() for _ in range(CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(code)) for code in codes)
    return codes


@in_transaction
def password_choose(*, person: User, password: str) -> None:
    """The password that its person has chosen, in place of the one that they have shown: that of `person`.

    Nobody else knows their password any more. Raises Overtaken where it is another by now, or the account
    out of use: what an administrator did meanwhile stays. Two queries.
    """
    hashed = make_password(password)
    shown = User.objects.filter(pk=person.pk, is_active=True, password=person.password)
    if not shown.update(password=hashed):
        raise Overtaken
    person.password = hashed
    GivenPassword.objects.filter(person=person).delete()


def _recovery_code_use(person: User, code: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(person=person, digest=_digest(code), used_at=None)
    return unused.update(used_at=at) == 1


def code_new() -> str:
    """Letters and digits in groups of four: 120 random bits, so that a plain digest of one is safe."""
    letters = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _digest(code: str) -> str:
    """Of the letters alone: capitals, blanks and hyphens are as people type them."""
    letters = "".join(code.lower().replace("-", " ").split())
    return hashlib.sha256(letters.encode()).hexdigest()
