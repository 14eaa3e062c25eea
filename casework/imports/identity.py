"""A reference names the same person in every export: what an import may correct of somebody who is held."""

from __future__ import annotations

from typing import Any

from casework.casefiles.models import Suspect, Victim

IDENTITY = ("family_name", "given_names", "date_of_birth")


def identity_fault(held: Suspect | Victim, given: dict[str, Any]) -> tuple[str, str] | None:
    """The column, and the reason, for which the file's person cannot be the one held; None if they can be.

    No name and no date of birth of a charged suspect changes: the charge names them. Of anybody else,
    a family name is corrected only beside the same date of birth; under the same family name, given
    names and a date of birth only one at a time, unless neither is held. What the file leaves empty
    stays as it is held. No query.
    """
    if isinstance(held, Suspect) and held.charged_on:
        changed = [name for name in IDENTITY if given.get(name) not in ("", None, getattr(held, name))]
        return (changed[0], f"must stay as it is held: {held} is charged") if changed else None
    column = _contradicted(held, given)
    return (column, f"is another person than the {held} that is held") if column else None


def _contradicted(held: Suspect | Victim, given: dict[str, Any]) -> str:
    """The column in which the file's person is not the one held, or nothing."""
    if _differs(held, given, "family_name"):
        same_birth = held.date_of_birth and given.get("date_of_birth") == held.date_of_birth
        return "" if same_birth else "family_name"
    names, born = _differs(held, given, "given_names"), _differs(held, given, "date_of_birth")
    # Names and a date that were both unknown may both become known; neither may replace a known one.
    replaced = held.given_names or held.date_of_birth
    return "date_of_birth" if names and born and replaced else ""


def _differs(held: Suspect | Victim, given: dict[str, Any], name: str) -> bool:
    """Whether the file says something else; capitals make no other name."""
    said, known = given.get(name), getattr(held, name)
    if said in ("", None):
        return False
    return said.casefold() != known.casefold() if isinstance(said, str) else said != known
