"""Bad character, up to the ruling."""

from __future__ import annotations

from datetime import date, timedelta

from tests.samples.parts import Samples, checks_made, day, found_item


def bad_character(today: date) -> Samples:
    checks = checks_made(today)
    later = today + timedelta(days=14)
    review = {
        "assessment": "It can be proved",
        "assessment_1": "Shows propensity",
        "shows_propensity": "yes",
        "makes_guilt_likelier": "yes",
        "reliance_unjust": "no",
        "propensity_reasons": "Violence against partners",
        "contamination": "none",
    }
    pursue = {
        "items": ["1"],
        "gateways": ["d"],
        "need_d_matter": "Propensity to violence against partners",
        "need_d_fairness": "It is recent",
        "reasons": "Propensity",
    }
    return {
        ("bad_character.consider", "nil"): checks,
        ("bad_character.consider", "found"): {"parts": 1, **checks, **found_item(1)},
        ("bad_character.review", "review"): review,
        ("bad_character.review", "ask_more"): {"return_reason": "Look at the force's own records"},
        ("bad_character.decide", "pursue"): pursue,
        ("bad_character.decide", "leave"): {"reasons": "Too old to be fair"},
        ("bad_character.decide", "wait"): {"reasons": "The file of 2019", **day("material_by", later)},
        ("bad_character.look", "look"): {"what_came": "The file has come"},
        ("bad_character.look", "wait_on"): {"reason": "The archive is slow", **day("material_by", later)},
        ("bad_character", "new"): {"what_is_new": "Another complainant has come forward"},
        ("bad_character_checkpoint.confirm", "stands"): {},
        ("bad_character_checkpoint.confirm", "again"): {"what_is_new": "An arrest in another force"},
        **bad_character_notice(today),
    }


def bad_character_notice(today: date) -> Samples:
    draft = {
        "facts": "An assault on a partner in 2019",
        "relies_on": "circumstances",
        "proof": "Certificate of conviction, and the file of that case",
        "relevance": "It shows a propensity to violence against partners",
    }
    served = {**day("served_on", today), "served_whom": "The court and the defence"}
    ruling = {
        "ruling": "admitted",
        **day("ruled_on", today),
        "ruling_reasons": "It is relevant and not unfair",
    }
    return {
        ("bad_character_notice.draft", "draft"): draft,
        ("bad_character_notice.serve", "serve"): served,
        ("bad_character_notice.serve", "redraft"): {},
        ("bad_character_notice.objection", "objected"): {
            **day("objected_on", today),
            "objection": "It is too old",
        },
        ("bad_character_notice.objection", "not_objected"): {},
        ("bad_character_notice.application", "apply"): {
            **day("applied_on", today),
            "application": "To admit the evidence under gateway (d)",
        },
        ("bad_character_notice.ruling", "rule"): ruling,
    }
