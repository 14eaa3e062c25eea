"""Bad character, up to the ruling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from casework.bad_character.guards import CALLED, CheckMade, Propensity
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import BadCharacterCheck, BadCharacterItem
from casework.deadlines.calendar import working_days_after
from workflows.demonstration.words.said import Arguments, Scene, nothing, text

Check = BadCharacterCheck.Kind


def _checks(scene: Scene) -> Arguments:
    """One in four without the search for other complainants, which is under way."""
    checks = [CheckMade(kind.value, scene.day) for kind in CALLED]
    if scene.number % 4 == 3:
        checks[-1] = CheckMade(Check.COMPLAINANTS, None, "Asked of the other forces; no answer yet.")
    return {"checks": checks, "mg16_reference": "MG16", "others_note": ""}


def _found(scene: Scene) -> Arguments:
    items = [
        {
            "kind": "conviction",
            "offence": "Assault occasioning actual bodily harm",
            "facts": "Conviction for a violent offence against a former partner; certificate requested.",
            "happened_on": scene.day - timedelta(days=1_400),
            "court": "Magistrates' court",
            "source": "PNC",
            "disclosable": "yes",
        },
        {
            "kind": "allegation",
            "offence": "Allegation of rape",
            "facts": "A similar allegation by another person, not prosecuted; its officer is known.",
            "happened_on": None,
            "source": "Local intelligence",
            "disclosable": "to_check",
        },
    ]
    return {**_checks(scene), "items": items[: 1 + scene.number % 2]}


def _bad_character_review(scene: Scene) -> Arguments:
    items = BadCharacterItem.objects.filter(consideration__case_file=scene.case)
    return {
        "assessment": "It may show a propensity, and the facts can be proved.",
        "of_items": {item.number: "The facts are close to those alleged here." for item in items},
        "propensity": Propensity("yes", True, False, "Violence against partners, within four years."),
        "fairness_note": "Recent enough to be fair.",
        "contamination": "none",
    }


def _pursue(scene: Scene) -> Arguments:
    needs = {
        "matter": "Whether the defendant has a propensity to commit offences of this kind.",
        "fairness": "The matters are recent, and their facts are not in dispute.",
    }
    return {"gateways": {"d": needs}, "items": [1], "reasons": "Relevant to the matter in issue."}


def _ruling(scene: Scene) -> Arguments:
    """Of the defendants of a case the first is ruled on otherwise than the second and the third."""
    ruled = BadCharacterNotice.objects.filter(case_file=scene.case, ruled_on__isnull=False).count()
    reasons = (
        "It is relevant to an important matter in issue, and not unfair.",
        "The conviction is admitted; the allegation that was not prosecuted would be unfair.",
        "After the time that has passed it would be unfair.",
    )
    which = ruled % len(reasons)
    return {
        "ruling": BadCharacterNotice.RULINGS[which],
        "ruled_on": scene.day,
        "ruling_reasons": reasons[which],
    }


NOTICE = {
    "facts": "Convicted of an assault on a former partner; the facts are in the case summary of that file.",
    "relies_on": "circumstances",
    "proof": "By certificate of conviction, and the statement of the former partner.",
    "relevance": "It shows a propensity to violence against partners, which is in issue.",
}


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "bad_character:nil": lambda scene: {**_checks(scene), "items": []},
    "bad_character:found": _found,
    "bad_character:review": _bad_character_review,
    "bad_character:ask_more": text(return_reason="Obtain the facts of the earlier allegation."),
    "bad_character:pursue": _pursue,
    "bad_character:leave": text(reasons="It would add little to the evidence and be unfair to rely upon."),
    "bad_character:wait": lambda scene: {
        "reasons": "The file of the earlier case is asked for.",
        "material_by": working_days_after(scene.day, 10),
    },
    "bad_character:wait_on": lambda scene: {
        "reason": "The archive has not found it yet.",
        "material_by": working_days_after(scene.day, 10),
    },
    "bad_character:look": text(what_came="The file of the earlier case has come."),
    "bad_character:new": text(what_is_new="Another force reports an earlier allegation."),
    "bad_character_checkpoint:stands": nothing,
    "bad_character_checkpoint:again": text(what_is_new="Another complainant has come forward."),
    "bad_character_notice:draft": lambda scene: dict(NOTICE),
    "bad_character_notice:redraft": nothing,
    "bad_character_notice:serve": lambda scene: {
        "served_on": scene.day,
        "served_whom": "The court and the defence.",
        "late_reason": "The file of the earlier case came late.",
        "extension_sought": "To the day of service.",
    },
    "bad_character_notice:objected": lambda scene: {
        "objected_on": scene.day,
        "objection": "The matters are too old, and their facts are disputed.",
    },
    "bad_character_notice:not_objected": nothing,
    "bad_character_notice:apply": lambda scene: {
        "applied_on": scene.day,
        "application": "To admit the evidence under gateway (d).",
    },
    "bad_character_notice:rule": _ruling,
}
