"""What is explored together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from casework.people.roles import Role

# What is found only after more action plans than so many.
ONLY_AFTER = (
    (0, "charging_decision.review (action_plan)"),
    (0, "charging_decision.open_items"),
    (0, "charging_decision.answers"),
    (0, "charging_decision.finalise"),
    (0, "charging_decision.reopen"),
    (1, "charging_decision.review_plan"),
    (1, "charging_decision.is_approved"),
)


@dataclass(frozen=True)
class Focus:
    """Kinds of record that move one another, and the steps of others that they need done before.

    A step reads "kind.step:outcome". `four_eyes` is for guards that compare persons: those who
    hold every role of their side take part then, who elsewhere do what anybody of the role does.
    Without `hands` work stays with whom it comes to; without `holds` it is not put on hold; without
    `turns` nothing is done beside the steps, but for what stands in `before` as "kind:turn". A
    decision sets so many action plans, of so many items each: `plans` and `items`. What is done beside
    the steps is done so much `later` than they are: some of it waits for the silence of the others.
    Something on the case is put to each of the ranks in `escalated`. Then it is restricted, and opened in an
    emergency by somebody in each of the roles in `opened_by`. Last comes what the court does, a
    line of `court` each, as the stories of the demonstration write it. A letter is begun about each of the
    matters in `letters`. What all that does not lead to is `left_out`, and another focus of the same kinds
    explores it, told apart by what it is `called`.
    """

    kinds: tuple[str, ...]
    before: tuple[str, ...] = ()
    four_eyes: bool = False
    hands: bool = True
    holds: bool = True
    turns: bool = True
    plans: int = 1
    items: int = 1
    later: timedelta = timedelta()
    escalated: tuple[str, ...] = ()
    opened_by: tuple[Role, ...] = ()
    court: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    called: str = ""

    @property
    def beyond(self) -> tuple[str, ...]:
        """What so few action plans do not lead to, and what is left out."""
        return (*self.left_out, *(where for plans, where in ONLY_AFTER if plans >= self.plans))

    @property
    def name(self) -> str:
        notes = {
            "four eyes": self.four_eyes,
            f"{self.plans} action plans": self.plans != 1,
            f"{self.items} items": self.items > 1,
            "steps only": not self.turns,
            self.called: bool(self.called),
        }
        return ", ".join([" + ".join(self.kinds), *(note for note, said in notes.items() if said)])


ADVISED = ("early_advice.consider:request", "early_advice.triage:accept", "early_advice.advise:advise")
CONSIDERED = ("early_advice.consider:not_sought", "bad_character.consider:nil")
ACCEPTED = (
    "file_submission.prepare:submit",
    "file_submission.sign_off:sign_off",
    "file_submission.review:accept",
    "charging_request.triage:accept",
)
# Longer than the police may leave an action plan unanswered.
SILENCE = timedelta(days=100)
TO_DECIDE = (*CONSIDERED, *ACCEPTED, "bad_character.review:review")
CHARGED = (*TO_DECIDE, "charging_decision.review:charge")
STATEMENT = (
    "vps_offer.offer:offer",
    "vps_offer.answer:want",
    "vps_offer.take:take",
    "vps_offer.receive:receive",
)
MET = (*TO_DECIDE, "charging_decision:record_meeting")
# Not of an application that was made before a plea.
APPLIED_BEFORE = tuple(
    f"special_measures_application.{where}"
    for where in (
        *("apply", "apply (apply)", "apply (not_needed)", "is_made -> apply", "is_applied"),
        *("is_applied -> respond", "is_applied -> end"),
    )
)
TOLD = (*MET, "charging_decision.review:nfa", "review_right.tell:tell")
LETTER = "no_further_action-S1-V1-1"
DECIDED = ("bad_character.consider:found", "bad_character.review:review", "bad_character.decide:leave")
PURSUED = (
    CONSIDERED[0],
    *DECIDED[:-1],
    "bad_character.decide:pursue",
    *ACCEPTED,
    "charging_decision.review:charge",
)
FOCUSES = (
    Focus(("early_advice",)),
    Focus(("line_of_inquiry",), ADVISED),
    Focus(("bad_character",), hands=False, holds=False),
    Focus(("bad_character", "bad_character_checkpoint"), (*DECIDED, *ADVISED), hands=False, holds=False),
    Focus(("bad_character_notice",), PURSUED, hands=False, holds=False, court=("plea:not_guilty",)),
    Focus(("file_submission", "charging_request"), CONSIDERED),
    Focus(("file_submission", "charging_request"), CONSIDERED, four_eyes=True, holds=False),
    Focus(("charging_decision", "plan_item"), MET, turns=False),
    Focus(("charging_decision", "plan_item"), MET, hands=False, holds=False, turns=False, items=2),
    Focus(
        ("charging_decision", "plan_item"),
        MET,
        four_eyes=True,
        hands=False,
        holds=False,
        turns=False,
        plans=2,
    ),
    Focus(("charging_decision", "plan_item"), TO_DECIDE, hands=False, holds=False, later=SILENCE),
    Focus(
        ("charging_decision", "review_right", "decision_review"),
        MET,
        hands=False,
        holds=False,
        plans=0,
    ),
    Focus(
        ("victim_contact",),
        (
            *TO_DECIDE,
            "charging_decision.review:threshold",
            "charging_decision.review_threshold:discontinue",
        ),
        hands=False,
        holds=False,
    ),
    Focus(("vps_offer",), hands=False, holds=False),
    Focus(("hearing",), CHARGED, hands=False, holds=False, court=("hearing:ptph:+0",)),
    Focus(("custody_limit",), CHARGED, hands=False, holds=False, court=("custody:crown",)),
    Focus(("special_measures",), CHARGED, hands=False, holds=False),
    # Due from the plea, and made before it.
    Focus(
        ("special_measures_application",),
        (*CHARGED, "special_measures.assess:want"),
        hands=False,
        holds=False,
        court=("plea:not_guilty",),
        called="after a plea",
        left_out=("special_measures_application.is_made -> respond",),
    ),
    Focus(
        ("special_measures_application",),
        (*CHARGED, "special_measures.assess:want", "special_measures:apply"),
        hands=False,
        holds=False,
        left_out=APPLIED_BEFORE,
    ),
    Focus(
        ("section_28",),
        (*CHARGED, "special_measures.assess:want"),
        hands=False,
        holds=False,
        court=("hearing:sending:+0",),
    ),
    Focus(("court_stage",), CHARGED, hands=False, holds=False, court=("hearing:sending:+0",)),
    Focus(("letter",), TOLD, hands=False, holds=False, letters=(LETTER,)),
    Focus(("escalation",), hands=False, holds=False, escalated=("supervisor", "unit_head")),
    Focus(
        ("break_in",),
        ADVISED,
        hands=False,
        holds=False,
        opened_by=(Role.SUPERVISOR, Role.PROSECUTION_MANAGER),
    ),
    Focus(
        ("vps_checkpoint",),
        (*STATEMENT, *CHARGED),
        left_out=("vps_checkpoint.is_for_the_police -> offer_again", "vps_checkpoint.offer_again"),
    ),
    Focus(
        ("vps_checkpoint",),
        ("vps_offer.offer:offer", "vps_offer.answer:decline"),
        hands=False,
        holds=False,
        called="before charge",
        left_out=("vps_checkpoint.is_for_the_police -> offer", "vps_checkpoint.offer"),
    ),
    Focus(
        ("vps_service",),
        (*CHARGED, *STATEMENT),
        hands=False,
        holds=False,
        court=("plea:guilty", "hearing:sentence:+30"),
        left_out=("vps_service.is_for_sentence -> end",),
    ),
    Focus(
        ("vps_service",),
        (*CHARGED, *STATEMENT),
        hands=False,
        called="before conviction",
        court=("hearing:trial:+200",),
        left_out=("vps_service.is_for_sentence -> court", "vps_service.court"),
    ),
)
