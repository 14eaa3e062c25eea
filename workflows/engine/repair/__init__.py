"""Putting work right that failed, is stuck or was left alone: what an administrator does to the engine.

Like the other verbs these hold the case's lock. An administrator of the case's force or area may
use them, without access to the case. Who was not the first to repair is told who was.
"""

from workflows.engine.repair.moving import move
from workflows.engine.repair.retrying import retry
from workflows.engine.repair.skipping import dismiss, skip
from workflows.engine.repair.under_lock import repaired_words
from workflows.engine.standing import flow_of

__all__ = ["dismiss", "flow_of", "move", "repaired_words", "retry", "skip"]
