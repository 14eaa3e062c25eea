"""What is said to victims and by them."""

from __future__ import annotations

from datetime import date, timedelta

from casework.deadlines.calendar import working_day_from
from tests.samples.parts import Samples, day

TELL_THE_VICTIM = ("tell_by_police", "tell_by_witness_care", "tell_by_cps")


def victim_statements(today: date) -> Samples:
    explained = {"offered_how": "in_person", "explained": ["own_words", "seen"]}
    taken = {**day("made_on", today), "given_by": "victim", "defence_told": "on"}
    return {
        ("vps_offer.offer", "offer"): {**day("offered_on", today), **explained},
        ("vps_offer.answer", "want"): day("answered_on", today),
        ("vps_offer.answer", "decline"): {
            **day("answered_on", today),
            "declined_reason": "I want to think about it",
        },
        ("vps_offer.take", "take"): {**taken, "read_aloud": "other", "reader": "The prosecution advocate"},
        ("vps_offer.receive", "receive"): {},
        ("vps_offer", "ask"): day("asked_on", today),
        ("vps_offer", "preference"): {"statement": "1", "read_aloud": "not_read", **day("stated_on", today)},
        ("vps_offer", "copy"): {"statement": "1", "how": "writing", **day("given_on", today)},
        ("vps_checkpoint.offer_again", "want"): {},
        ("vps_checkpoint.offer_again", "no_change"): {},
        ("vps_checkpoint.offer", "want"): {},
        ("vps_checkpoint.offer", "no_change"): {},
        ("vps_checkpoint.take", "take"): {**taken, "read_aloud": "victim"},
        ("vps_checkpoint.receive", "receive"): {},
        ("vps_service.serve", "serve"): {
            **day("served_on_court", today),
            **day("served_on_defence", today),
        },
        ("vps_service.court", "record"): {"heard": "read", **day("heard_on", today)},
    }


def victim_contacts(today: date) -> Samples:
    made = {**day("on", today), "channel": "telephone"}
    told = {**made, "said": "What happened, and what comes next", "questions": ""}
    again = day("next_on", working_day_from(today + timedelta(days=1)))
    tried = {**made, "why_not": "The call was not answered", **again}
    return {
        **{(f"victim_contact.{step}", "contact"): told for step in TELL_THE_VICTIM},
        **{(f"victim_contact.{step}", "not_wanted"): {"reason": "Not now"} for step in TELL_THE_VICTIM},
        **{
            ("victim_contact", f"attempt-{who}"): tried
            for who in ("police", "witness-care", "victim-liaison")
        },
    }


def letters(today: date) -> Samples:
    parts = ("opening", "reasons", "meeting", "contact", "next")
    draft = {
        **{f"part_{key}": "What you told us was looked at with care." for key in parts},
        **day("dated_on", today),
    }
    back = {"return_reason": "Say more plainly why"}
    return {
        ("letter.draft", "draft"): draft,
        ("letter.check", "approve"): {},
        ("letter.check", "return"): back,
        ("letter.send", "sent"): {**day("sent_on", today), "sent_how": "letter"},
        ("letter.send", "redraft"): back,
        ("letter", "draft_too"): draft,
        ("letter", "approve_too"): {},
        ("letter", "return_too"): back,
    }
