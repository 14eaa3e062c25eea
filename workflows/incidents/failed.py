"""What failed: the incidents that nobody has closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident
from casework.incidents.services import ABOUT_EMAILS, FETCH_FILE
from workflows.engine.registry import all_flows
from workflows.engine.tasks import ENDED
from workflows.incidents.troubles import Kind, Remedy, Trouble
from workflows.models import CaseProcess
from workflows.queues.standing import with_records

# What ran by itself and failed waits to be run again. What a person tried they can try again themselves.
AUTOMATIC = (Remedy.RETRY, Remedy.SKIP, Remedy.MOVE)
TRIED = (Remedy.DISMISS, Remedy.MOVE)


def incidents_of(cases: QuerySet[CaseFile]) -> QuerySet[Incident]:
    """Those of the cases, and those of no case, which concern the service itself. No query of its own."""
    return Incident.objects.filter(Q(case_file__in=cases) | Q(case_file=None))


def incidents_open(cases: QuerySet[CaseFile]) -> QuerySet[Incident]:
    return incidents_of(cases).filter(closed_at=None)


def failed(incidents: QuerySet[Incident]) -> Iterator[Trouble]:
    """Eleven queries, however many there are."""
    found = list(incidents.select_related("case_file").order_by("happened_at", "pk"))
    tasks = Task.objects.in_bulk([incident.task for incident in found if incident.task])
    about = _about({task.process_id for task in tasks.values()})
    titles = step_titles()
    for incident in found:
        task = tasks.get(incident.task or 0)
        yield Trouble(
            kind=Kind.FAILED,
            key=incident.reference,
            words=_words(incident, task),
            title=titles.get(incident.step, incident.step or "The service"),
            since=incident.happened_at,
            case=incident.case_file,
            about=about.get(task.process_id, "") if task else "",
            incident=incident,
            process=task.process_id if task else None,
            task=incident.task,
            remedies=_remedies(incident, task),
        )


def _words(incident: Incident, task: Task | None) -> str:
    if incident.doing in ABOUT_EMAILS:
        return "An email about this work may not have arrived. Its recipient's administrator settles it"
    if incident.doing == FETCH_FILE:
        return "A file is not in the store of documents. Bring it back from a backup, or have it added again"
    if task is not None and task.status == STATUS.ERROR:
        return "The service failed at a step of its own, and the work stands still"
    return "The service failed, and nothing was changed. The person can try again"


def _remedies(incident: Incident, task: Task | None) -> tuple[Remedy, ...]:
    if incident.doing in ABOUT_EMAILS or task is None or task.status in ENDED:
        return (Remedy.DISMISS,)
    return AUTOMATIC if task.status == STATUS.ERROR else TRIED


def _about(processes: set[int]) -> dict[int, str]:
    found = CaseProcess.objects.filter(pk__in=processes).select_related("case_file")
    return {process.pk: process.record.about for process in with_records(list(found))}


def step_titles() -> dict[str, str]:
    """Each node of every flow in words, by its kind: "charging_request.tell_police". No query.

    A flow is called by its docstring's first line: Viewflow's own title of it is that of the base class.
    """
    return {
        f"{flow.carries}.{node.name}": getattr(node, "title", "")
        or f"{str(flow.__doc__).splitlines()[0]}: {node.name.replace('_', ' ')}"
        for flow in all_flows()
        for node in flow.instance.nodes()
    }
