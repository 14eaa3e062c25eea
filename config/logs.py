"""How errors are logged: their kind and their places in the code, never their words or their values.

The message of an exception, and the variables of its frames, may hold what somebody typed about a victim.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import copy
from typing import Any

# What Celery's messages say of a failed task in words: the error, and what the task was given.
NEVER_SAID = frozenset({"args", "exc", "kwargs", "traceback"})
# Whoever has the address of a calendar feed can read it, and whoever has a victim's code can answer with it;
# programs and people ask for both in ways that are refused, which is logged.
SECRET_ADDRESS = re.compile(r"/(calendar|voice)/(?!sent/)[^/\s?\"]+?(\.ics)?(?=[/\s?\"]|$)")

# The setting of this name.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "config.logs.TypesAndPlaces"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "wordless"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handler mails errors with the values of every variable.
        "django": {"handlers": [], "level": "INFO"},
        # The client of GOV.UK Notify warns in the words of its answers. The kinds and codes are logged by us.
        "notifications_python_client": {"level": "CRITICAL"},
    },
}


class TypesAndPlaces(logging.Formatter):
    """Writes an error, and each that led to it, as a line: "ValueError < casework/forms.py:12 clean"."""

    def format(self, record: logging.LogRecord) -> str:
        said = copy(record)
        said.args = wordless(record.args)
        said.msg, said.args = on_one_line(_without_words_of(record.exc_info, said)), None
        # Another handler may have kept the words of the error here.
        said.exc_text = None
        return masked(super().format(said))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        return "\n".join(error_line(error) for error in chain(ei[1]))


def on_one_line(text: str) -> str:
    """The text, with what would end a line, move a cursor or turn its direction written out: "\\n"."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def masked(text: str) -> str:
    """The text, without the secret of an address: "/voice/-/"."""
    return SECRET_ADDRESS.sub(r"/\1/-\2", text)


def error_line(error: BaseException) -> str:
    # Not when this is imported: logging is set up before the models are there.
    from casework.incidents.services import places_of

    return " < ".join([type(error).__name__, *reversed(places_of(error))])


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that it was raised from or during."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def wordless(args: Any) -> Any:
    """The arguments of a message, with each error as its kind."""
    if isinstance(args, dict):
        return {name: "-" if name in NEVER_SAID else _kind(value) for name, value in args.items()}
    return tuple(map(_kind, args)) if isinstance(args, tuple) else args


def _kind(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _without_words_of(exc_info: Any, record: logging.LogRecord) -> str:
    """The message, without the words of the error even if who logged it had them in the text."""
    record.msg = _kind(record.msg)
    message = record.getMessage()
    for error in chain(exc_info[1] if exc_info else None):
        if words := str(error):
            message = message.replace(words, type(error).__name__)
    return message
