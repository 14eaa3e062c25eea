"""Parts of the forms that people send, which several of them have."""

from __future__ import annotations

from datetime import date, timedelta

from casework.bad_character.guards import CALLED
from casework.deadlines.calendar import working_day_from
from casework.file_review.standard import standard_now

Form = dict[str, object]
Samples = dict[tuple[str, str], Form]


def day(name: str, value: date) -> Form:
    """The three boxes of a date."""
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def checklist(**found: str) -> Form:
    """Every item present, but for those named."""
    return {f"found_{item.key}": found.get(item.key, "present") for item in standard_now().items}


def sent_back(today: date) -> Form:
    return {
        "reasons": ["mg3", "exhibits"],
        "detail_exhibits": "Exhibit 4 cannot be opened",
        "detail": "The MG3 is not signed",
        **day("respond_by", working_day_from(today + timedelta(days=7))),
    }


def plan_item(part: int, today: date, what: str = "Footage from the bus") -> Form:
    prefix = f"part-{part}"
    return {
        f"{prefix}-what": what,
        f"{prefix}-why": "It shows the route home",
        f"{prefix}-category": "footage",
        **day(f"{prefix}-due_on", working_day_from(today + timedelta(days=28))),
    }


def line_of_inquiry(part: int, today: date, **changes: str) -> Form:
    line = {
        "what": "Footage from the bus",
        "owner": "police",
        "kind": "general",
        **day("target_on", working_day_from(today + timedelta(days=14))),
        **changes,
    }
    return {f"part-{part}-{name}": value for name, value in line.items()}


def advice(today: date) -> Form:
    """With one line of inquiry, for the police."""
    return {
        "mode": "in_person",
        **day("advised_on", today),
        "attendees": "The officer in the case",
        "potential_charges": "Rape; consider assault by penetration",
        "conclusion": "return_for_charge",
        "parts": 1,
        **line_of_inquiry(1, today),
    }


def no_line() -> Form:
    """The boxes of a line of inquiry, left empty."""
    return dict.fromkeys(line_of_inquiry(1, date(2026, 1, 1)), "")


def ended(suspect: str, code: str = "16") -> Form:
    """The police outcome of a suspect."""
    said = {"code": code, "reasons": "Nothing more can be done", "victim_view": "Wants no contact"}
    return {f"{name}_{suspect}": value for name, value in said.items()}


def offence(evidential: str, public_interest: str = "", reference: str = "O1") -> Form:
    """What was found of an offence at each stage."""
    said: Form = {
        f"evidential_{reference}": evidential,
        f"evidential_reasons_{reference}": "" if evidential == "not_considered" else "The messages",
    }
    if public_interest:
        said[f"public_interest_{reference}"] = public_interest
        said[f"public_interest_reasons_{reference}"] = "A serious offence"
    return said


def checks_made(today: date, **not_made: str) -> Form:
    """Each check, made today but for those that were not made, for a reason."""
    made = {
        key: value for kind in CALLED for key, value in _check(kind, today, not_made.get(kind, "")).items()
    }
    return {**made, "mg16_reference": "MG16/1"}


def _check(kind: str, today: date, not_made: str) -> Form:
    if not_made:
        return {f"{kind}_made": "no", f"{kind}_not_made_reason": not_made}
    return {f"{kind}_made": "yes", **day(f"{kind}_made_on", today)}


def found_item(part: int, **changes: object) -> Form:
    item = {
        "kind": "conviction",
        "offence": "Assault",
        "facts": "Assault on a partner in 2019",
        "source": "PNC",
        "disclosable": "yes",
        **changes,
    }
    return {f"part-{part}-{name}": value for name, value in item.items()}


def listing(kind: str, on: date) -> Form:
    """The form that lists a hearing before the court that holds such hearings."""
    court = "magistrates" if kind in ("first_hearing", "sending") else "crown"
    return {"kind": kind, "court": court, "sits_confirmed": "on", **day("on", on)}
