"""The flows of the product are sound: each focus is explored on the real engine."""

from __future__ import annotations

from operator import attrgetter

import pytest
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.people.models import User
from workflows.engine.registry import FLOWS
from workflows.soundness.check import check
from workflows.soundness.focuses import FOCUSES, Focus
from workflows.soundness.graph import Graph

FOUR_EYES = {
    "You submitted this file, so somebody else must check it",
    "You signed this file off, so somebody else must review it",
    "You submitted the file of this case, so another supervisor must end it",
}
DRAFTED = {"You drafted this action plan, so somebody else must review it"}


@pytest.mark.django_db
@pytest.mark.parametrize("focus", FOCUSES, ids=attrgetter("name"))
def test_the_flows_are_sound_and_nothing_is_left_behind(focus, drive):
    case = drive.case()
    tasks = set(Task.objects.values_list("pk", "status", "owner"))
    people = User.objects.count()
    checked = check(focus)
    assert checked.findings == [], "\n".join(str(each) for each in checked.findings)
    assert _said_of_four_eyes(checked.graph) == expected_of(focus)
    assert list(CaseFile.objects.all()) == [case]
    assert set(Task.objects.values_list("pk", "status", "owner")) == tasks
    assert User.objects.count() == people


def expected_of(focus: Focus) -> set[str]:
    if not focus.four_eyes:
        return set()
    return FOUR_EYES if "file_submission" in focus.kinds else DRAFTED


def _said_of_four_eyes(graph: Graph) -> set[str]:
    """What is said to those who hold every role alone, of what they did: to others it never shows."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for failed in graph.refused:
        if failed.words.startswith("You "):
            said[failed.label.who.startswith("every ")].add(failed.words)
    return said[True] - said[False]


def test_every_flow_is_explored():
    assert {kind for focus in FOCUSES for kind in focus.kinds} == set(FLOWS)
