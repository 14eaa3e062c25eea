"""Words of the house, of which no password may be made: whoever guesses tries them first."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from casework.people.models import User

# Docs: docs/security/controls.md#accounts-and-passwords.
WORDS = (
    *("rasso", "casework", "case", "work", "police", "constabulary", "force", "crown", "prosecution"),
    *("prosecutor", "service", "cps", "gatekeeper", "investigator", "supervisor", "officer", "detective"),
    *("liaison", "witness", "care", "victim", "suspect", "court", "charge", "auditor", "administrator"),
    *("admin", "manager", "password", "secret", "welcome", "letmein", "sign", "login", "user"),
)
# What must be left when they, and what is no letter, are taken out.
LETTERS_LEFT = 6
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


class WordsOfTheHouseValidator:
    """Refuses a password that is little else than such words, numbers and signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with words for the person."""
        left = re.sub(r"[\W\d_]", "", _WORDS.sub("", password.lower()))
        if len(left) < LETTERS_LEFT and _WORDS.search(password.lower()):
            raise ValidationError(
                "The password is made of words that are easy to guess here", code="of_the_house"
            )

    def get_help_text(self) -> str:
        return "Your password cannot be made of words such as “police” or “casework” alone."
