"""What nobody may guess is random enough, and what is sealed does not open when it was changed."""

from __future__ import annotations

import math

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from casework.calendars.feeds import calendar_feed_make
from casework.incidents.services import reference_new
from casework.sign_in.services import code_new
from casework.sign_in.totp import seal, secret_new, unseal
from casework.victims_voice.codes import ALPHABET, LENGTH


def bits(of: int, letters: int) -> float:
    return of * math.log2(letters)


def test_recovery_codes_cannot_be_guessed():
    """Enough bits that a digest without salt is as good as one with."""
    codes = {code_new() for _ in range(200)}
    assert len(codes) == 200
    assert all(bits(len(code.replace("-", "")), 32) >= 112 for code in codes)


@pytest.mark.django_db
def test_the_key_of_a_session_cannot_be_guessed():
    keys = {SessionStore()._get_new_session_key() for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 32 and key.isalnum() and bits(len(key), 36) >= 128 for key in keys)


@pytest.mark.django_db
def test_secrets_of_addresses_cannot_be_guessed(cast):
    tokens = {calendar_feed_make(person=cast.investigator, at=timezone.now()) for _ in range(5)}
    assert len(tokens) == 5
    assert all(bits(len(token), 64) >= 128 for token in tokens)
    assert bits(len(secret_new()), 32) >= 128
    # Read out to victims and typed by hand; good once, and what it opens holds nothing.
    assert bits(LENGTH, len(ALPHABET)) >= 80
    assert reference_new() != reference_new()


def test_a_sealed_key_that_was_changed_does_not_open():
    sealed = seal("ABCDEFGH")
    assert unseal(sealed) == "ABCDEFGH"
    for place in (10, 40, len(sealed) - 5):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(InvalidToken):
            unseal(changed)


def test_what_was_sealed_before_a_new_secret_key_opens_while_the_former_is_named(settings):
    sealed = seal("ABCDEFGH")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key, as long as it must be",
    )
    assert unseal(sealed) == "ABCDEFGH"
    anew = seal(unseal(sealed))
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(anew) == "ABCDEFGH"
    with pytest.raises(InvalidToken):
        unseal(sealed)
