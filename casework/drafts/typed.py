"""What a browser sends of a form, as it is kept: the values of each field, without its buttons and tokens."""

from __future__ import annotations

import json

from django.http import QueryDict

from casework.errors import RuleBroken

# In a hidden field: for whom the form was made, and which it is, signed.
MADE_FOR = "made_for"
# What a form is sent with for its draft: kept for later, kept by the script, discarded.
KEEP, BY_SCRIPT, DISCARD = "keep", "auto", "discard"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", MADE_FOR, KEEP, "add"})
# Thirty items of an action plan with every text at its limit are half of this.
LARGEST = 500_000

Typed = dict[str, list[str]]


def typed_of(sent: QueryDict) -> Typed:
    """The fields of a form without files. Raises RuleBroken when it is too much to keep."""
    # The database takes no NUL in a text.
    typed = {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in sent.lists()
        if name not in NOT_TYPED
    }
    if len(json.dumps(typed)) > LARGEST:
        raise RuleBroken("This is too long to be saved as a draft")
    return typed


def as_sent(typed: Typed) -> QueryDict:
    """The same as a browser would send it again, for the form to show."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    return sent
