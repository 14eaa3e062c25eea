"""What people enter in the demonstration: the arguments of every step, plausible and brief."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from casework.action_plans.exchange import ItemMessage
from casework.bad_character.guards import CALLED, CheckMade, Propensity
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import BadCharacterCheck, BadCharacterItem
from casework.casefiles.models import CaseFile
from casework.charging.charges.services import Considered
from casework.charging.meetings.models import ChargingMeeting
from casework.deadlines.calendar import working_day_from, working_days_after
from casework.early_advice.record_models import AdviceRecord
from casework.file_review.models import FileSubmission
from casework.file_review.standard import standard_now
from casework.file_review.state import Answer
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import Role
from casework.police_outcomes.services import Ending
from casework.special_measures.applications import Ruled
from casework.special_measures.models import SpecialMeasuresApplication
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import VictimPersonalStatement

Arguments = dict[str, Any]
Check = BadCharacterCheck.Kind


@dataclass(frozen=True)
class Scene:
    """A step about to be done: its case and day, a number that varies the words, a prosecutor of the area."""

    case: CaseFile
    day: date
    number: int
    prosecutor: User


def _send_back(reasons: dict[str, str], detail: str) -> Callable[[Scene], Arguments]:
    """With what is said of each reason, which may be nothing."""
    return lambda scene: {
        "reasons": list(reasons),
        "details": {reason: said for reason, said in reasons.items() if said},
        "detail": detail,
        "respond_by": working_days_after(scene.day, 6),
    }


def _request(scene: Scene) -> Arguments:
    return {
        "factual_summary": "The victim reports an offence by somebody whom they know; an interview was held.",
        "lines_of_enquiry": "Completed: first account. Ongoing: phones, CCTV. Contemplated: medical records.",
        "expected_outcomes": "Phone report within four weeks; CCTV viewed within two.",
        "issues": "The suspect says that the activity was consensual.",
        "advice_wanted": "Proportionate inquiries into third-party material; charges to be considered.",
        "evidential_material": "ABE recording, interview record, messages provided by the victim.",
        "disclosable_material": "Messages between the parties before the event.",
    }


def _advice(scene: Scene) -> Arguments:
    return {
        "mode": ("remote", "in_person", "written")[scene.number % 3],
        "advised_on": scene.day,
        "attendees": "The officer in the case and the prosecutor.",
        "reasonable_lines": "Early accounts first; what points away from the suspect as well.",
        "potential_charges": "As recorded; consider the alternative offences once the phone report is in.",
        "evidential_requirements": "Early account evidence from the first person told.",
        "pre_charge_procedures": "",
        "disclosure_management": "Start the schedules now; describe each item so that it can be judged. "
        "No request for counselling notes at this stage: not shown to be necessary.",
        "third_party_material": "",
        "digital_strategy": "The messages of the agreed week only, by key words.",
        "asset_recovery": "",
        "strategy": "Keep the focus on the conduct of the suspect before, during and after the event.",
        "bad_character": "Ask for the facts of any earlier allegation, and not only the entry.",
        "special_measures": "Ask the victim about screens and a recorded cross-examination.",
        "conclusion": "return_for_charge",
        "next_contact_on": working_days_after(scene.day, 20),
        "lines": _lines(scene),
    }


def _advice_of(scene: Scene) -> QuerySet[AdviceRecord]:
    return AdviceRecord.objects.filter(request__case_file=scene.case)


def _line_answer(scene: Scene) -> Arguments:
    if scene.number % 4 == 3:
        return {"followed": "partly", "detail": "Not all of it can be obtained."}
    return {"followed": "followed", "detail": "Done as directed, and added to the case."}


def _lines(scene: Scene) -> list[Arguments]:
    """One for the police that reaches into private life, and one for the CPS."""
    download = {
        "what": "Download of the suspect's telephone, messages of the agreed week",
        "owner": "police",
        "kind": "digital",
        "target_on": working_days_after(scene.day, 15),
        "necessity": "The messages are not held elsewhere, and both accounts turn on them.",
        "proportionality": "Limited to one week and to messages between the parties.",
    }
    expert = {
        "what": "Whether an expert on telephones is needed",
        "owner": "cps",
        "kind": "general",
        "target_on": working_days_after(scene.day, 10),
        "necessity": "",
        "proportionality": "",
    }
    return [download, expert]


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


def _checklist(scene: Scene) -> Arguments:
    """All of the file standard, but where a case has no recorded interview of the victim."""
    checklist = {item.key: Answer("present") for item in standard_now().items}
    if scene.number % 3 == 0:
        checklist["abe"] = Answer("not_applicable", "The victim gave a written statement by choice")
    if scene.number % 4 == 1:
        checklist["digital"] = Answer("missing", expected_on=working_days_after(scene.day, 15))
    return {"checklist": checklist}


def _submit(scene: Scene) -> Arguments:
    """The first time with a schedule that is missing; a correction has it, and says more."""
    said, again = _checklist(scene), FileSubmission.objects.filter(case_file=scene.case, position="correct")
    summary = (
        "The account is consistent and supported by messages and by the first person told. "
        "The likely defence is consent; what supports it is set out in the MG6."
    )
    if again.exists():
        summary = summary.replace("messages", "the messages of both phones")
    else:
        said["checklist"]["mg6d"] = Answer("missing")
    return {**said, "code_test": "full_code", "case_summary": summary}


def _sign_off(scene: Scene) -> Arguments:
    return {
        **_checklist(scene),
        "supervisor_comments": "Both stages are met: the account is supported.",
    }


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


def _end(scene: Scene) -> Arguments:
    said = ("16", "All reasonable lines of inquiry were followed.", "The victim wants no further action.")
    return {
        "endings": [Ending(suspect, *said) for suspect in scene.case.suspects.all()],
        "victim_told_on": scene.day,
        "victim_not_told_reason": "",
    }


def _letter(scene: Scene) -> Arguments:
    """Dated so far ahead that it can go out on its date, however long the check takes."""
    reasons = (
        "I looked at your account, at the messages and at what the first person you told has said. I have "
        "to be sure that a court would more likely than not convict, and on all of it I cannot be."
    )
    same = "Please ask the officer in your case whenever you want to know more."
    written = {"reasons": reasons, **dict.fromkeys(("opening", "meeting", "next", "contact"), same)}
    return {"dated_on": working_days_after(scene.day, 10), "written": written}


def _nothing(scene: Scene) -> Arguments:
    return {}


def _prosecutor(scene: Scene) -> Arguments:
    """Triage names a prosecutor in most cases and leaves the others to any of the area."""
    return {"prosecutor": None if scene.number % 4 == 0 else scene.prosecutor}


def _on(*names: str) -> Callable[[Scene], Arguments]:
    return lambda scene: dict.fromkeys(names, scene.day)


def _text(**texts: str) -> Callable[[Scene], Arguments]:
    return lambda scene: dict(texts)


def _measures_wanted(scene: Scene) -> Arguments:
    return {
        "measures": ["screens", "no_wigs", "video_in_chief", "section_28"],
        "needs": "The victim fears to meet the suspect's family.",
        "vulnerability": "",
        "asked_by": "The officer in the case",
        "asked_on": scene.day,
    }


def _rulings(scene: Scene) -> Arguments:
    """Everything that the open application asks for is granted."""
    asked = SpecialMeasuresApplication.objects.filter(case_file=scene.case, position="ruling").first()
    measures = asked.measures if asked else []
    return {"ruled_on": scene.day, "rulings": [Ruled(measure, True, "") for measure in measures]}


def _take(scene: Scene) -> Arguments:
    read_aloud = ("victim", "other", "not_read")[scene.number % 3]
    return {
        "made_on": scene.day,
        "given_by": "victim",
        "read_aloud": read_aloud,
        "reader": "The prosecution advocate" if read_aloud == "other" else "",
        "defence_told": True,
        "document": None,
    }


def _offer_statement(scene: Scene) -> Arguments:
    return {
        "offered_on": scene.day,
        "offered_how": ("in_person", "phone", "other")[scene.number % 3],
        "explained": ["own_words", "optional", "seen", "court", "further", "copy"],
        "explained_by": "",
    }


def _decline_statement(scene: Scene) -> Arguments:
    said = ("“I want to think about it first.”", "")[scene.number % 2]
    return {"answered_on": scene.day, "declined_reason": said}


def _statement_of(scene: Scene) -> VictimPersonalStatement | None:
    return VictimPersonalStatement.objects.filter(victim__case_file=scene.case).last()


def _prefer(scene: Scene) -> Arguments:
    """Something else than what was said before."""
    statement = _statement_of(scene)
    not_read = statement is not None and statement.preference.read_aloud == "not_read"
    read_aloud = "victim" if not_read else "not_read"
    return {"statement": statement, "read_aloud": read_aloud, "reader": "", "stated_on": scene.day}


def _heard(scene: Scene) -> Arguments:
    """One of a case is read in full, the next in part, the third is not read."""
    said = {
        "read": "",
        "read_in_part": "The last paragraph was not read: it tells of the offence itself.",
        "not_read": "The judge has read it, and takes it into account.",
    }
    before = VpsService.objects.filter(case_file=scene.case, heard_on__isnull=False).count()
    heard = list(said)[before % len(said)]
    return {"heard": heard, "heard_on": scene.day, "court_words": said[heard]}


def _copy_of_statement(scene: Scene) -> Arguments:
    return {"statement": _statement_of(scene), "given_on": scene.day, "how": "writing"}


def _contact(scene: Scene) -> Arguments:
    """Every third victim asks something, and every fourth wants to hear again in four weeks."""
    asked = "Whether they must meet the suspect in court. Screens and a video link were explained."
    return {
        "on": scene.day,
        "channel": ("telephone", "in_person", "through")[scene.number % 3],
        "said": "What has happened, what it means, and what comes next.",
        "questions": asked if scene.number % 3 == 0 else "",
        "next_on": working_days_after(scene.day, 20) if scene.number % 4 == 1 else None,
    }


def _attempt(scene: Scene) -> Arguments:
    return {
        "on": scene.day,
        "channel": "telephone",
        "why_not": "The call was not answered. No message was left, as agreed.",
        "next_on": working_days_after(scene.day, 1),
    }


REJECT_FILE = _send_back(
    {"schedule": "The telephone download is not listed", "mg11": ""},
    "The MG6C leaves out the phone material, and an MG11 is missing.",
)


def _relist(scene: Scene) -> Arguments:
    on = working_day_from(scene.day + timedelta(days=100))
    return {"on": on, "reason": "The court has no judge free on the day."}


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "early_advice:request": _request,
    "early_advice:not_sought": _text(
        reason="The evidence is complete, so a charging decision can be asked for."
    ),
    "early_advice:seek": _text(reason="The download raises questions on which advice is needed."),
    "early_advice:accept": _prosecutor,
    "early_advice:reject": _send_back(
        {"material": "", "interview": "Only its first part was received"},
        "Attach the interview record, and say what is complete.",
    ),
    "early_advice:ask_appeal": _text(why="The whole interview record was sent; the rejection overlooks it."),
    "early_advice:appeal": _text(grounds="The request holds what the Director's Guidance asks for."),
    "early_advice:no_appeal": _text(grounds="The second part of the interview record is missing indeed."),
    "early_advice:allow": _prosecutor,
    "early_advice:dismiss": lambda scene: {
        "reasons": "Without the rest of the interview the issues cannot be seen.",
        "respond_by": working_days_after(scene.day, 6),
    },
    "early_advice:advise": _advice,
    "early_advice:follow-up": _text(
        follow_up="The download shows further messages; are they to be exhibited?"
    ),
    "early_advice:further-advice": _advice,
    "line_of_inquiry:answer": _line_answer,
    "early_advice:acknowledge": lambda scene: {"seen": _advice_of(scene).count()},
    "bad_character:nil": lambda scene: {**_checks(scene), "items": []},
    "bad_character:found": _found,
    "bad_character:review": _bad_character_review,
    "bad_character:ask_more": _text(return_reason="Obtain the facts of the earlier allegation."),
    "bad_character:pursue": _pursue,
    "bad_character:leave": _text(reasons="It would add little to the evidence and be unfair to rely upon."),
    "vps_offer:offer": _offer_statement,
    "bad_character:wait": lambda scene: {
        "reasons": "The file of the earlier case is asked for.",
        "material_by": working_days_after(scene.day, 10),
    },
    "bad_character:wait_on": lambda scene: {
        "reason": "The archive has not found it yet.",
        "material_by": working_days_after(scene.day, 10),
    },
    "bad_character:look": _text(what_came="The file of the earlier case has come."),
    "bad_character:new": _text(what_is_new="Another force reports an earlier allegation."),
    "bad_character_checkpoint:stands": _nothing,
    "bad_character_checkpoint:again": _text(what_is_new="Another complainant has come forward."),
    "bad_character_notice:draft": lambda scene: dict(NOTICE),
    "bad_character_notice:redraft": _nothing,
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
    "bad_character_notice:not_objected": _nothing,
    "bad_character_notice:apply": lambda scene: {
        "applied_on": scene.day,
        "application": "To admit the evidence under gateway (d).",
    },
    "bad_character_notice:rule": _ruling,
    "vps_offer:want": _on("answered_on"),
    "vps_offer:decline": _decline_statement,
    "vps_offer:take": _take,
    "vps_offer:receive": _nothing,
    "vps_offer:ask": _on("asked_on"),
    "vps_offer:preference": _prefer,
    "vps_offer:copy": _copy_of_statement,
    "vps_checkpoint:want": _nothing,
    "vps_checkpoint:no_change": _nothing,
    "vps_checkpoint:take": _take,
    "vps_checkpoint:receive": _nothing,
    "victim_contact:contact": _contact,
    "victim_contact:not_wanted": _text(reason="“Please tell me only when there is a trial.”"),
    "victim_contact:attempt-police": _attempt,
    "victim_contact:attempt-witness-care": _attempt,
    "victim_contact:attempt-victim-liaison": _attempt,
    "vps_service:serve": _on("served_on_court", "served_on_defence"),
    "vps_service:record": _heard,
    "hearing:held": _text(result="The directions were made, and the next hearing was fixed."),
    "hearing:relisted": _relist,
    "hearing:vacated": _text(reason="The court has no judge free on the day."),
    "hearing:relist": _relist,
    "hearing:vacate": _text(reason="The court has no judge free on the day."),
    "custody_limit:bail": _on("released_on"),
    "custody_limit:end": lambda scene: {"because": "trial", "ended_on": scene.day},
    "custody_limit:extend": lambda scene: {
        "ordered_on": scene.day,
        "to": working_day_from(scene.day + timedelta(days=300)),
        "reason": "The trial cannot begin sooner; the prosecution acted with due diligence.",
    },
    "custody_limit:remand": _on("held_from"),
    "special_measures:want": _measures_wanted,
    "special_measures:decline": lambda scene: {
        "decline_reason": "Wants to be seen and heard in court as everybody else.",
        "asked_by": "The officer in the case",
        "asked_on": scene.day,
    },
    "special_measures:again": _text(reason="The defendant's family will be in the public gallery."),
    "special_measures:apply": _on("applied_on"),
    "special_measures_application:apply": lambda scene: {
        "applied_on": scene.day,
        "late_reason": "The victim was asked again after the plea.",
        "extension": "To the day of this application.",
    },
    "special_measures_application:not_needed": _text(reason="Everybody has pleaded guilty since."),
    "special_measures_application:respond": lambda scene: {
        "response": "agreed",
        "responded_on": scene.day,
        "objection": "",
    },
    "special_measures_application:rule": _rulings,
    "section_28:done": lambda scene: {"done_on": scene.day, "note": "As agreed with the defence."},
    "section_28:end": _text(why="victim", detail="Prefers to give evidence by live link at the trial."),
    "court_stage:serve": lambda scene: {"served_on": scene.day, "note": "", "next_due_on": None},
    "escalation:settle": lambda scene: {"agreed": "The phone is examined this week."},
    "escalation:further": lambda scene: {"reason": "The laboratory has given no date that helps."},
    "file_submission:submit": _submit,
    "file_submission:sign_off": _sign_off,
    "file_submission:return": REJECT_FILE,
    "file_submission:accept": _checklist,
    "file_submission:end": _end,
    "file_submission:reopen": _text(reason="The victim has come forward again."),
    "charging_request:accept": _prosecutor,
    "charging_request:reject": _send_back(
        {"interview": ""}, "The summary of interview leaves out the defence."
    ),
    "charging_decision:charge": _charge,
    "charging_decision:threshold": _charge_threshold,
    "charging_decision:full_code_met": _text(reasons="The phone report is in and supports the account."),
    "charging_decision:wait": lambda scene: {
        "reasons": "The phone report is late; the laboratory expects it within three weeks.",
        "review_on": working_days_after(scene.day, 15),
    },
    "charging_decision:discontinue": _text(reasons="The phone report contradicts the account."),
    "charging_decision:record_meeting": _meeting,
    "charging_decision:answer_meeting": _meeting_answer,
    "charging_decision:finalise": _text(reason="Two reminders and a call to the supervisor went unanswered."),
    "charging_decision:reopen": _text(reason="The police have sent the phone report."),
    "review_right:tell": lambda scene: {"told_on": scene.day, "told_how": "letter"},
    "review_right:ask": lambda scene: {"asked_on": scene.day, "late_reason": "The letter came late."},
    "decision_review:uphold": _text(reasons="The decision was one that a prosecutor could properly make."),
    "decision_review:overturn": _text(reasons="The messages were given too little weight."),
    "decision_review:tell": lambda scene: {"told_on": scene.day, "told_how": "letter"},
    "letter:draft": _letter,
    "letter:draft_too": _letter,
    "letter:approve": _nothing,
    "letter:approve_too": _nothing,
    "letter:return": _text(return_reason="Explain the evidential stage in words of every day."),
    "letter:return_too": _text(return_reason="Leave out the name of the officer."),
    "letter:sent": lambda scene: {"sent_on": scene.day, "sent_how": "letter"},
    "letter:redraft": _text(return_reason="It goes out a day later than it says."),
    "charging_decision:nfa": _no_further_action,
    "charging_decision:action_plan": _action_plan,
    "charging_decision:approve": _nothing,
    "charging_decision:send_back": _text(comments="Say why the account of the second witness is needed."),
    "plan_item:answer": _answer,
    "plan_item:answer-now": _text(answer="done", answer_detail="It came sooner; added to the case."),
    "plan_item:more_time": lambda scene: {
        "asked_for": working_days_after(scene.day, 40),
        "extension_reason": "The laboratory has a queue of six weeks; its reference is on the case.",
    },
    "plan_item:grant": _nothing,
    "plan_item:shorten": lambda scene: {
        "due_on": working_days_after(scene.day, 30),
        "reason": "The decision cannot wait longer. Ask the laboratory for priority.",
    },
    "plan_item:refuse": _text(reason="The report was promised for this week. Send what there is."),
    "plan_item:message": _message,
    "plan_item:owner": _another_officer,
    "plan_item:accept": _text(reason="It is enough to decide on."),
    "plan_item:return": _text(return_reason="The exhibit cannot be opened. Send it again."),
}
