"""What is stuck, and what was left over: the differences between the queue, the engine and the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.casefiles.models import CaseFile
from workflows.incidents.failed import step_titles
from workflows.incidents.troubles import Kind, Remedy, Trouble, work_key
from workflows.queues import check
from workflows.queues.check import Difference

# In words for an administrator, with what can be done.
RETRY_OR_MOVE = (Remedy.RETRY, Remedy.MOVE)
STUCK: dict[str, tuple[str, tuple[Remedy, ...]]] = {
    check.IDLE: ("The work stands still, and nothing is open for anybody", RETRY_OR_MOVE),
    check.NOT_CARRIED: ("Work is owed, and nothing is open for anybody", RETRY_OR_MOVE),
    check.LACKING: ("A victim lacks what every victim has", (Remedy.RETRY,)),
    check.COME: ("It still waits for what has come", RETRY_OR_MOVE),
    check.ELSEWHERE: ("The open step is not the one that the record is at", RETRY_OR_MOVE),
    check.OTHER_SIDE: ("The open step is not of the side that is to act", (Remedy.MOVE,)),
    check.SEVERAL: ("Several steps are open for one record", (Remedy.MOVE,)),
    check.LEFT_BEHIND: ("A step is open though the work is over", RETRY_OR_MOVE),
}
ORPHANED: dict[str, tuple[str, tuple[Remedy, ...]]] = {
    check.UNKNOWN: ("The step is not in this version of the service", (Remedy.MOVE,)),
    check.NO_ROW: ("The step is open and missing in the queue", RETRY_OR_MOVE),
    check.ROW_DIFFERS: ("The queue says something else than the step", RETRY_OR_MOVE),
    check.NO_TASK: ("It is in the queue though no step is open", (Remedy.RETRY,)),
}


def stuck_and_left_over(differences: Iterable[Difference]) -> Iterator[Trouble]:
    """No query."""
    titles = step_titles()
    for found in differences:
        for kind, wording in ((Kind.STUCK, STUCK), (Kind.ORPHANED, ORPHANED)):
            if found.what in wording:
                yield _trouble(found, kind, *wording[found.what], titles)


def _trouble(
    found: Difference, kind: Kind, words: str, remedies: tuple[Remedy, ...], titles: dict[str, str]
) -> Trouble:
    carries = found.step.split(".")[0] if found.process is None and found.task is None else ""
    return Trouble(
        kind=kind,
        key=_key(found.case, found),
        words=words,
        title=found.title or titles.get(found.step, found.step),
        since=found.since,
        case=found.case,
        about=found.about,
        process=found.process,
        task=found.task,
        carries=carries,
        remedies=(Remedy.RETRY,) if carries else remedies,
    )


def _key(case: CaseFile, found: Difference) -> str:
    if found.task:
        return work_key(case, "task", found.task)
    return (
        work_key(case, "process", found.process)
        if found.process
        else work_key(case, "record", found.record.pk)
    )
