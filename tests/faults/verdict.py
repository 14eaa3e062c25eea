"""What a verb does when nothing goes wrong, and whether what is left of it after a fault is right."""

from __future__ import annotations

from django.db import connection, transaction

from tests.faults.state import AUDITED, EVENTS, Differences, State, differences, is_part_of, state
from tests.faults.verbs import Scene, Verb

# An absence is a row of its own, which is no event of a case.
SILENT = {"absence_record", "absence_end"}


def moved_rightly(change: Differences, whole: Differences, verb: Verb, last: bool) -> None:
    """It went all the way, or to the end of one of its transactions; and an event says so."""
    assert change == whole if last else is_part_of(change, whole), verb.words
    assert verb.words in SILENT or change.keys() & EVENTS, verb.words
    assert change.keys() - EVENTS - AUDITED, verb.words


def what_it_leads_to(scene: Scene, verb: Verb) -> tuple[State, Differences]:
    """The state, and how the verb would change it, without going there."""
    before = state()
    with transaction.atomic():
        verb.trial(scene)()
        connection.check_constraints()
        whole = differences(before, state())
        transaction.set_rollback(True)
    return before, whole
