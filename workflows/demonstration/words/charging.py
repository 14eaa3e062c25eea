"""The charging decision, its action plans and its reviews."""

from __future__ import annotations

from collections.abc import Callable

from casework.action_plans.exchange import ItemMessage
from casework.charging.charges.services import Considered
from casework.charging.meetings.models import ChargingMeeting
from casework.deadlines.calendar import working_days_after
from casework.people.choices import people_over
from casework.people.roles import Role
from workflows.demonstration.words.said import Arguments, Scene, nothing, prosecutor, send_back, text

ITEMS = (
    ("Phone report for the agreed week", "The messages may show what each party understood.", "forensic", 4),
    ("Statement of the first person told", "It supports the consistency of the account.", "statements", 12),
    (
        "CCTV of the taxi rank, viewed and exhibited",
        "It may show how the parties came to the address.",
        "footage",
        20,
    ),
    ("Updated MG6C with the phone material", "The schedule does not yet list the download.", "documents", 8),
    ("Statement of the forensic medical examiner", "The findings need a witness.", "medical", 16),
)
# Which of them ask for private material, and why.
PRIVATE = {
    "Phone report for the agreed week": {
        "asks_for": "digital",
        "necessity": "The messages are not held elsewhere, and both accounts turn on them.",
        "proportionality": "Limited to the agreed week and to messages between the parties.",
    },
}


def _action_plan(scene: Scene) -> Arguments:
    chosen = [ITEMS[(scene.number + index) % len(ITEMS)] for index in range(3)]
    return {
        "items": [
            {
                "what": what,
                "why": why,
                "category": category,
                "due_on": working_days_after(scene.day, days),
                **PRIVATE.get(what, {}),
            }
            for what, why, category, days in chosen
        ]
    }


def _considered(scene: Scene, evidential: str, *said: str) -> list[Considered]:
    reasons = {
        "met": "A credible account, supported by the messages and by the first person told.",
        "not_met": "After all reasonable lines of inquiry there is no realistic prospect of conviction.",
    }
    return [
        Considered(offence, evidential, reasons[evidential], *said) for offence in scene.case.offences.all()
    ]


def _answer(scene: Scene) -> Arguments:
    """One in four is done in part."""
    if scene.number % 4 != 3:
        return {"answer": "done", "answer_detail": "Obtained, and added to the case."}
    return {
        "answer": "partly",
        "answer_detail": "What is held so far has been added to the case.",
        "outstanding": "The rest, which was promised for next week.",
        "outstanding_by": working_days_after(scene.day, 10),
    }


def _message(scene: Scene) -> Arguments:
    """A question first, and on a later day its answer."""
    asked = ItemMessage.objects.filter(item__case_file=scene.case, at__date__lt=scene.day).exists()
    if asked:
        return {"message": "It is in the property store. The reference comes with the answer."}
    return {"message": "Who holds the original, and what is its exhibit reference?"}


def _another_officer(scene: Scene) -> Arguments:
    officers = people_over(scene.case, Role.INVESTIGATOR)
    return {
        "owner": next(each for each in officers if each != scene.case.officer_in_case),
        "reason": "They hold the footage.",
    }


def _charge(scene: Scene) -> Arguments:
    public_interest = ("met", "A serious offence, and a victim who supports the prosecution.")
    return {"charges": _considered(scene, "met", *public_interest), "charged_on": scene.day}


def _charge_threshold(scene: Scene) -> Arguments:
    return {
        **_charge(scene),
        "conditions": {
            "suspicion": "The victim's account, and the suspect's presence, which is admitted.",
            "further_evidence": "The phone report and the forensic results are expected within a month.",
            "immediate": "The offence is grave, and the suspect is in custody.",
            "bail": "The victim's address is known to the suspect, who has breached bail before.",
            "public_interest": "A serious offence, and a victim who supports the prosecution.",
        },
        "review_on": working_days_after(scene.day, 15),
    }


def _no_further_action(scene: Scene) -> Arguments:
    """It rests on the one meeting of the suspect's decision."""
    return {"charges": _considered(scene, "not_met"), "meeting": None}


def _meeting(scene: Scene) -> Arguments:
    return {
        "held_on": scene.day,
        "how": ("virtual", "in_person")[scene.number % 2],
        "investigator": scene.case.officer_in_case,
        "prosecutor": scene.prosecutor,
        "discussed": "Whether the neighbours should be traced, and why the phone report does not help.",
    }


def _meeting_answer(scene: Scene) -> Arguments:
    recorded = ChargingMeeting.objects.filter(decision__case_file=scene.case, answer="")
    return {"meeting": recorded.first(), "answer": "confirmed", "reason": ""}


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "charging_request:accept": prosecutor,
    "charging_request:reject": send_back(
        {"interview": ""}, "The summary of interview leaves out the defence."
    ),
    "charging_decision:charge": _charge,
    "charging_decision:threshold": _charge_threshold,
    "charging_decision:full_code_met": text(reasons="The phone report is in and supports the account."),
    "charging_decision:wait": lambda scene: {
        "reasons": "The phone report is late; the laboratory expects it within three weeks.",
        "review_on": working_days_after(scene.day, 15),
    },
    "charging_decision:discontinue": text(reasons="The phone report contradicts the account."),
    "charging_decision:record_meeting": _meeting,
    "charging_decision:answer_meeting": _meeting_answer,
    "charging_decision:finalise": text(reason="Two reminders and a call to the supervisor went unanswered."),
    "charging_decision:reopen": text(reason="The police have sent the phone report."),
    "charging_decision:nfa": _no_further_action,
    "charging_decision:action_plan": _action_plan,
    "charging_decision:approve": nothing,
    "charging_decision:send_back": text(comments="Say why the account of the second witness is needed."),
    "plan_item:answer": _answer,
    "plan_item:answer-now": text(answer="done", answer_detail="It came sooner; added to the case."),
    "plan_item:more_time": lambda scene: {
        "asked_for": working_days_after(scene.day, 40),
        "extension_reason": "The laboratory has a queue of six weeks; its reference is on the case.",
    },
    "plan_item:grant": nothing,
    "plan_item:shorten": lambda scene: {
        "due_on": working_days_after(scene.day, 30),
        "reason": "The decision cannot wait longer. Ask the laboratory for priority.",
    },
    "plan_item:refuse": text(reason="The report was promised for this week. Send what there is."),
    "plan_item:message": _message,
    "plan_item:owner": _another_officer,
    "plan_item:accept": text(reason="It is enough to decide on."),
    "plan_item:return": text(return_reason="The exhibit cannot be opened. Send it again."),
    "review_right:tell": lambda scene: {"told_on": scene.day, "told_how": "letter"},
    "review_right:ask": lambda scene: {"asked_on": scene.day, "late_reason": "The letter came late."},
    "decision_review:uphold": text(reasons="The decision was one that a prosecutor could properly make."),
    "decision_review:overturn": text(reasons="The messages were given too little weight."),
    "decision_review:tell": lambda scene: {"told_on": scene.day, "told_how": "letter"},
}
