"""The pages of work: its steps, what is done besides doing it and beside its steps, and several at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.browser.page_kinds import NOTHING, REFUSED, PageKind, form_pages, refused
from tests.browser.scene import Scene, steps
from tests.samples import day

# Forms that ask for nothing, so that there is nothing to refuse.
NEVER_REFUSED = {
    "ConfirmForm",
    "AcknowledgeForm",
    "AcceptForm",
    "AcceptAnswerForm",
    "GrantForm",
    "ApproveForm",
    "StandsForm",
    "RedraftForm",
    "NotObjectedForm",
}


def step_pages() -> Iterator[PageKind]:
    """Each step with its question, and with each of its forms as it is and refused."""
    for kind, node in steps():
        choice = PageKind(f"step {kind}", "step", step=kind)
        if len(node.outcomes) > 1:
            yield choice
        for outcome in node.outcomes.values():
            pages = form_pages(f"{choice} {outcome.key}", "step", step=kind, query=f"?outcome={outcome.key}")
            yield next(pages)
            if outcome.form.__name__ not in NEVER_REFUSED:
                yield from pages


def special_step_pages() -> Iterator[PageKind]:
    kind = "charging_decision.review"
    yield PageKind("step, nothing chosen", "step", step=kind, query="?continue=1")
    another = {"add": "1", "parts": "1"}
    yield PageKind("step with two items", "step", step=kind, query="?outcome=action_plan", sends=another)
    two = {"status": 422, "sends": {"parts": "2", "part-2-what": "Footage"}}
    yield PageKind("step with two items" + REFUSED, "step", step=kind, query="?outcome=action_plan", **two)
    without = {"step": "file_submission.prepare", "sends": {"found_mg3": "not_applicable"}}
    yield refused("step without a reason", "step", **without)
    yield PageKind("step of another role", "step", step=kind, who="auditor")
    claimed = {"step": "file_submission.review", "who": "gatekeeper2"}
    yield PageKind("step of a colleague", "step", **claimed)
    yield PageKind("step just claimed", "step_claim", **{**claimed, "who": "gatekeeper"}, sends=NOTHING)
    yield PageKind("step claimed too late", "step_claim", **claimed, sends=NOTHING, status=409)


def task_pages() -> Iterator[PageKind]:
    """What is done to work besides doing it."""
    lead = {"step": "vps_offer.offer", "who": "supervisor"}
    for name in ("give", "hold", "withdraw"):
        yield from form_pages(f"step, {name}", f"step_{name}", **lead)
    yield from form_pages("step, take up", "step_take_up", who="supervisor", withdrawn=True)
    late = {**day("until", timezone.localdate() + timedelta(days=30)), "reason": "Download"}
    too_late = {"step": "vps_offer.offer", "who": "investigator3", "sends": late, "status": 409}
    yield PageKind("step held too late", "step_hold", **too_late)
    yield PageKind("step of who is away", "step", step="vps_offer.offer", who="investigator2")
    gone = {"who": "supervisor", "case": "fresh", "where": {"route": "victim-statements"}}
    yield PageKind("route with withdrawn work", "case_route", **gone)


def turn_pages() -> Iterator[PageKind]:
    """What is done to a record beside its steps."""
    advised = {"case": "advised"}
    for key, who in (("follow-up", "supervisor"), ("further-advice", "prosecutor")):
        yield from form_pages(f"turn {key}", "turn", **advised, who=who, turn=f"early_advice.{key}")
    for case, who, key in (
        ("deciding", "prosecutor", "charging_decision.record_meeting"),
        ("deciding", "supervisor", "early_advice.seek"),
        ("material awaited", "prosecutor", "bad_character.new"),
        ("met", "investigator", "charging_decision.answer_meeting"),
        ("silent", "prosecutor", "charging_decision.finalise"),
        ("finalised", "supervisor", "charging_decision.reopen"),
        ("told", "liaison", "review_right.ask"),
        ("bounced", "supervisor", "file_submission.end"),
        ("ended", "gatekeeper", "file_submission.reopen"),
        ("at court", "investigator", "special_measures.again"),
        ("at court", "prosecutor", "special_measures.apply"),
        ("at court", "prosecutor", "section_28.end"),
    ):
        yield from form_pages(f"turn {key}", "turn", case=case, who=who, turn=key)
    for case, who in (("silent", "gatekeeper"), ("finalised", "prosecutor")):
        yield PageKind(f"case {case}", "case", case=case, who=who)
    for case in ("reviewed", "threshold", "finalised"):
        where = {"route": "charging"}
        yield PageKind(f"charging of case {case}", "case_route", case=case, who="prosecutor", where=where)
    where = {"route": "file-review"}
    yield PageKind("file that the police ended", "case_route", case="ended", who="supervisor", where=where)


def plan_pages() -> Iterator[PageKind]:
    """An action plan as each side sees it, and what is done to an item beside its steps."""
    plan = {"case": "deciding", "where": {"suspect": "S1", "number": "1"}}
    for who in ("investigator", "prosecutor", "auditor"):
        yield PageKind(f"action plan of the {who}", "action_plan", who=who, **plan)
    for key, who in (("message", "prosecutor"), ("owner", "supervisor")):
        about = {"case": "deciding", "who": who, "turn": f"plan_item.{key}"}
        yield from form_pages(f"turn {key}", "turn", **about)
    partly = {"answer": "partly", "done_so_far": "Half"}
    answer = {"step": "plan_item.answer", "query": "?outcome=answer"}
    yield refused("step answered in part", "step", **answer, sends=partly)
    yield PageKind("further plan", "case_route", who="manager", case="further", where={"route": "charging"})


def lead_pages() -> Iterator[PageKind]:
    yield from form_pages("give out", "give_out", who="supervisor")
    yield PageKind("give out, nothing found", "give_out", who="supervisor", query="?whose=mine")
    yield PageKind("give out, to check", "give_out", who="supervisor", sends=seen_unclaimed)
    late = {"who": "supervisor", "status": 409}
    yield PageKind("give out, too late", "give_out", **late, sends=confirmed_too_late)
    yield PageKind("give out, nothing open", "give_out", who="manager_elsewhere")
    yield PageKind("queue of a stand-in", "queue", who="investigator2", query="?urgency=held&urgency=later")


def seen_unclaimed(scene: Scene) -> dict[str, Any]:
    """Work that somebody holds, as if nobody had held it when the page was made."""
    return {"work": f"{scene.work('vps_offer.offer').task}-0", "to": scene.person("investigator2").pk}


def confirmed_too_late(scene: Scene) -> dict[str, Any]:
    return {**seen_unclaimed(scene), "confirmed": "1"}


def record_pages() -> Iterator[PageKind]:
    """Recording the same for several pieces of work."""
    liaison = {"who": "liaison", "query": "?what=vps_offer.receive.receive"}
    yield PageKind("record for several", "record", who="liaison")
    yield PageKind("record for several, nothing open", "record", who="manager_elsewhere")
    yield from form_pages("record, select", "record", **liaison)
    yield PageKind("record, nothing waits", "record", who="liaison", query="?what=plan_item.check.accept")
    yield PageKind("record, to check", "record", **liaison, sends={"all": "1"})


def draft_pages() -> Iterator[PageKind]:
    """A form with a draft, and the list of the work that has one."""
    step = {"step": "vps_offer.take", "query": "?outcome=take"}
    keeps = {"made_on-day": "5", "keep": "later"}
    yield PageKind("draft saved", "step", **step, sends=keeps)
    yield PageKind("step with a draft", "step", **step)
    choice = {"step": "charging_decision.review"}
    keeps = {"parts": "2", "part-1-what": "Footage", "keep": "later"}
    yield PageKind("draft of items saved", "step", **choice, query="?outcome=action_plan", sends=keeps)
    yield PageKind("step to choose, with a draft", "step", **choice)
    yield PageKind("step with a draft of items", "step", **choice, query="?outcome=action_plan")
    yield PageKind("queue of marked work", "queue", who="prosecutor", query="?marked=draft&marked=updated")
