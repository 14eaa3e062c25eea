"""The same of what follows a charge: bad character notices, hearings, statements and special measures."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone

from casework.hearings.selectors import hearing_listed
from casework.people.roles import Role
from casework.witnesses.services import witness_requirement_record
from tests.bad_character.made import PURSUED, charged_case, pleads
from tests.casework.ways import (
    APPLICATION,
    COPIED,
    DECLINED_AGAIN,
    DECLINED_MEASURES,
    HEARD,
    HELD,
    NOT_APPLIED,
    NOTICE_ANSWERED,
    NOTICE_DRAFTED,
    OFFERED_AGAIN,
    RECORDED,
    RULED,
    SERVED,
    STAGES,
    WANTED,
)
from tests.cast import TO_CHARGE, TO_DECISION
from tests.samples import day
from workflows.engine import work


def rule_on_bad_character_in_every_way(drive) -> None:
    """In time but for the last, on which the court rules that it is excluded."""
    for ruling, answered in NOTICE_ANSWERED:
        case, late = charged_case(drive, *PURSUED), ruling == "excluded"
        pleads(drive, case, on=timezone.localdate() - timedelta(days=30 * late))
        drive.do(case, *NOTICE_DRAFTED)
        why = {"late_reason": "The file came late", "extension_sought": "A month"} if late else {}
        drive.send(case, "bad_character_notice.serve", "serve", **why)
        drive.do(case, *answered)
        drive.send(case, "bad_character_notice.ruling", "rule", ruling=ruling)


def list_the_trial_twice(drive, case) -> None:
    drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=200))
    drive.do(case, "hearing relist")


def appeal_to_the_end(drive, case) -> None:
    """An appeal to its hearing and decision, after one that was refused and one that was given up."""
    today = timezone.localdate()
    for stage in ("asked", "abandoned", "asked", "refused", "granted", "listed", "bailed", "decided"):
        more = {"against": "both", "outcome": "Dismissed", **day("heard_on", today + timedelta(days=30))}
        form = {"stage": stage, **day("on", today), **more}
        assert drive.recorded(case, "appeal", **form).status_code == 302


def call_and_excuse_a_victim(drive, case) -> None:
    about = {"case": case, "by": drive.cast.liaison, "roles": (Role.VICTIM_LIAISON,), "at": timezone.now()}
    for required in (True, False):
        verb, victim = witness_requirement_record, case.victims.get()
        work.act_on_case(verb=verb, victim=victim, required=required, **about)


def go_through_the_court(drive, case) -> None:
    """Hearings that are put off, vacated and held; custody that is extended, and ends; an appeal."""
    today = timezone.localdate()
    drive.do(case, "bad_character.consider nil", "bad_character.consider nil", *TO_DECISION)
    drive.do(case, *("bad_character.review review", "charging_decision.review charge") * 3)
    for way in HEARD:
        if not hearing_listed(case, "ptph"):
            drive.list_hearing(case, "ptph", today)
        drive.do(case, way)
    said = {"plea": {"plea": "not_guilty", "court": "crown", **day("entered_on", today)}}
    said["verdict"] = {"verdict": "guilty", **day("on", today)}
    said["sentence"] = {"sentence": "Nine years", **day("on", today)}
    said["custody"] = {"stage": "crown", **day("held_from", today)}
    for what, form in said.items():
        assert drive.recorded(case, what, **form).status_code == 302
    drive.do(case, *HELD[:4])
    drive.recorded(case, "custody", **said["custody"])
    drive.do(case, *HELD[4:])
    appeal_to_the_end(drive, case)
    case.refresh_from_db()
    call_and_excuse_a_victim(drive, case)


def serve_and_hear_statements(drive) -> None:
    """Statements that are served, and again, for a plea that is entered, changed and entered again."""
    drive.do(drive.case(), *OFFERED_AGAIN)
    today = timezone.localdate()
    for heard in ("read", "read_in_part", "not_read"):
        case = drive.case()
        drive.do(case, *DECLINED_AGAIN, *COPIED)
        drive.list_hearing(case, "sentence", today + timedelta(days=30))
        drive.do(case, SERVED[0])
        for plea in ("guilty", "not_guilty", "guilty"):
            drive.recorded(case, "plea", plea=plea, court="crown", **day("entered_on", today))
        drive.do(case, "vps_offer preference", SERVED[0])
        said = {"heard": heard, "court_words": "As the court said"}
        assert drive.send(case, "vps_service.court", "record", **said).status_code == 302


def measure_in_every_way(drive) -> None:
    """Declined; ruled on, and recorded; not needed; applied for early, section 28 ended; applied for late."""
    drive.do(drive.case(), *DECLINED_MEASURES)
    today = timezone.localdate()
    for ways_on in ((*RULED, *RECORDED, *STAGES), (f"{APPLICATION}.apply not_needed",), NOT_APPLIED):
        case = drive.case()
        drive.do(case, *WANTED, *TO_CHARGE)
        drive.list_hearing(case, "sending", today)
        if ways_on != NOT_APPLIED:
            drive.recorded(case, "plea", plea="not_guilty", court="crown", **day("entered_on", today))
        drive.do(case, *ways_on)
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        late = drive.case()
        drive.do(late, "special_measures.assess want", *TO_CHARGE)
        entered = day("entered_on", timezone.localdate())
        drive.recorded(late, "plea", plea="not_guilty", court="crown", **entered)
    drive.send(late, f"{APPLICATION}.apply", "apply", late_reason="Asked late", extension="To today")
