"""The one work service: everything that people, and the clock, do to the engine.

Each verb takes the case's lock, checks position and permission under it, does the domain's
verb, writes an event and keeps the open work, all in one transaction. Nothing else calls an
activation.
"""

from workflows.engine.work.administering import administer_case
from workflows.engine.work.cases import act_on_case, open_case
from workflows.engine.work.hands import assign, claim, may_hand_over, release
from workflows.engine.work.hold import hold, hold_end, may_hold
from workflows.engine.work.keeping import bar, restrict, take_off
from workflows.engine.work.leaving import end_role
from workflows.engine.work.refusals import AlreadyDone, NotAllowed, WorkFailed, WorkRefused
from workflows.engine.work.several import Several, assign_many, complete_many
from workflows.engine.work.steps import complete
from workflows.engine.work.turning import last_done, may_turn, turn
from workflows.engine.work.under_lock import doers_and_lead
from workflows.engine.work.withdrawal import cancel, may_withdraw, reinstate, withdrawers

__all__ = [
    "AlreadyDone",
    "NotAllowed",
    "Several",
    "WorkFailed",
    "WorkRefused",
    "act_on_case",
    "administer_case",
    "assign",
    "assign_many",
    "bar",
    "cancel",
    "claim",
    "complete",
    "complete_many",
    "doers_and_lead",
    "end_role",
    "hold",
    "hold_end",
    "last_done",
    "may_hand_over",
    "may_hold",
    "may_turn",
    "may_withdraw",
    "open_case",
    "reinstate",
    "release",
    "restrict",
    "take_off",
    "turn",
    "withdrawers",
]
