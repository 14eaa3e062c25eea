"""What Django and Celery say of who comes and goes."""

from __future__ import annotations

from contextlib import ExitStack
from contextvars import ContextVar
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.backends.signals import connection_created
from django.http import HttpRequest

from casework.audit.models import Operation
from casework.audit.who import Acting, acting, acting_as, person_named, statements_signed
from casework.audit.writing import Said, entries_write
from casework.people.models import User

# Of the task that runs here.
_running: ContextVar[ExitStack | None] = ContextVar("running", default=None)


def signals_follow() -> None:
    connection_created.connect(_connected, dispatch_uid="audit")
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_logged_out.connect(_signed_out, dispatch_uid="audit")
    user_login_failed.connect(_failed, dispatch_uid="audit")
    task_prerun.connect(_task_begins, dispatch_uid="audit")
    task_postrun.connect(_task_ends, dispatch_uid="audit")


def _connected(*, connection: Any, **kwargs: Any) -> None:
    statements_signed(connection)


def _signed_in(*, user: User, request: HttpRequest, **kwargs: Any) -> None:
    """First of those that follow a sign-in: what they read and write is the person's."""
    _come_and_go(Operation.SIGN_IN, user, "done", _through(request))
    person_named(user.pk)


def _signed_out(*, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _come_and_go(Operation.SIGN_OUT, user, "done")


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Whose account it was, if there is one: what was typed may be a password in the wrong box."""
    name = str(credentials.get("username") or "").replace("\0", "")
    person = User.objects.filter(username__iexact=name).first()
    _come_and_go(Operation.SIGN_IN_FAILED, person, "refused", _through(request))


def _through(request: HttpRequest | None) -> dict[str, Any]:
    """The identity provider, by its key, whose address it was."""
    match = request.resolver_match if request else None
    return {"provider": match.kwargs["provider"]} if match and "provider" in match.kwargs else {}


def _come_and_go(
    operation: Operation, user: User | None, outcome: str, details: dict[str, Any] | None = None
) -> None:
    here = acting()
    key = user.pk if user else None
    who = Acting(
        door=here.door if here else "service", person=None if operation == Operation.SIGN_IN_FAILED else key
    )
    said = Said(operation, subject=str(key or ""), outcome=outcome, details=details or {})
    entries_write(who, [said], stream=key or 0)


def _task_begins(*, sender: Any, **kwargs: Any) -> None:
    stack = ExitStack()
    stack.enter_context(acting_as(Acting(door=f"task {sender.name}")))
    _running.set(stack)


def _task_ends(**kwargs: Any) -> None:
    if stack := _running.get():
        stack.close()
        _running.set(None)
