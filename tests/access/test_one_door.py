"""Cases are read through one door: `visible_to`, or `get_case_for`. Whoever else reads one says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("casework", "workflows", "notifications", "config")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
AT_HAND = "reads more of the one case that the caller has come by through the door"
LOCKS = "locks a case that the caller has come by through the door, or that the clock works on"
COMMAND = "runs from the command line, for no user"
NARROWS = "names cases whose keys are then asked of `visible_to`"
# The file and the function: why it may read cases that nobody asked to see.
ALLOWED = {
    ("casework/calendars/selectors.py", "hearings_of_person"): NARROWS,
    ("casework/casefiles/complete.py", "victims_complete"): AT_HAND,
    (
        "casework/audit/selectors.py",
        "lines_of",
    ): "the numbers of cases in the record of an auditor's own place",
    ("casework/casefiles/services.py", "_case_create"): "writes a new case",
    ("casework/casefiles/sharing.py", "_once"): AT_HAND,
    ("casework/clinics/bookings.py", "clinic_book"): LOCKS,
    ("casework/clinics/rearranging.py", "_cases_locked"): LOCKS,
    ("casework/documents/services.py", "_locked"): LOCKS,
    ("casework/drafts/services.py", "_case_lock"): LOCKS,
    ("casework/early_advice/findings.py", "request_state"): AT_HAND,
    ("casework/file_review/state.py", "_case"): AT_HAND,
    ("casework/imports/services.py", "_write"): "corrects a case that was found by its number in the file",
    ("casework/last_looked/selectors.py", "changes_for"): AT_HAND,
    ("casework/retention/selectors.py", "cases_kept_by"): "asks `cases_administered_by`, the same door",
    ("casework/management/commands/retention_due.py", "handle"): COMMAND,
    ("config/errors.py", "_keep"): "notes on which case a page failed, for those who administer it",
    ("workflows/demonstration/clinics.py", "_book"): COMMAND,
    ("workflows/demonstration/loading.py", "_import"): COMMAND,
    ("workflows/demonstration/loading.py", "demonstration_load"): COMMAND,
    ("workflows/engine/work/refusals.py", "_about"): "notes on which case a step failed, likewise",
    ("workflows/incidents/selectors.py", "cases_administered"): "asks `cases_administered_by`, the same door",
    ("workflows/management/commands/admit.py", "_case"): COMMAND,
    ("workflows/queues/check.py", "differences"): COMMAND,
    ("workflows/recount.py", "_locked"): LOCKS,
}


def reads() -> Iterator[tuple[str, str]]:
    """Every use of the manager of the cases that does not go on with `visible_to`."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if not where.startswith(("casework/access/", "casework/migrations/")):
                yield from ((where, name) for name in reads_in(ast.parse(path.read_text("utf-8"))))


def reads_in(tree: ast.AST, name: str = "") -> Iterator[str]:
    """By name of the function that reads; what stands outside any is empty."""
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef) else name
        if asks_the_door(node):
            continue
        if is_manager(node):
            yield name
        yield from reads_in(node, inner)


def is_manager(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and isinstance(node.value, ast.Name)
        and node.value.id == "CaseFile"
    )


def asks_the_door(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "visible_to" and is_manager(node.value)


def test_nobody_reads_cases_but_through_the_door():
    assert set(reads()) == set(ALLOWED)


def test_the_rule_finds_a_way_around_the_door():
    assert list(reads_in(ast.parse("def f(u): return CaseFile.objects.filter(urn=u)"))) == ["f"]
    assert list(reads_in(ast.parse("def f(u): return CaseFile.objects.visible_to(u).filter(urn=1)"))) == []
