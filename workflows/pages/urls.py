from django.urls import path, register_converter

from workflows.pages import (
    action_plans,
    away,
    case,
    case_changes,
    documents,
    escalations,
    incidents,
    overview,
    people,
    records,
    register,
    step,
    task,
    turn,
    whose_clock,
)
from workflows.pages.converters import UrnConverter
from workflows.queues.bounces import files_returned
from workflows.queues.give_out import give_out
from workflows.queues.next_work import next_work
from workflows.queues.record import record
from workflows.queues.team import team_load
from workflows.queues.views import queue

register_converter(UrnConverter, "urn")
URN = "<urn:urn>"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("queue/", queue, name="queue"),
    path("queue/give-out/", give_out, name="give_out"),
    path("queue/next/", next_work, name="next_work"),
    path("queue/team/", team_load, name="team_load"),
    path("files/returned/", files_returned, name="files_returned"),
    path("queue/record/", record, name="record"),
    path("cases/", case.cases, name="cases"),
    path("cases/register/", register.register, name="register"),
    path(f"cases/{URN}/", case.case, name="case"),
    path(f"cases/{URN}/people/", case.case_people, name="case_people"),
    path(f"cases/{URN}/activity/", case.case_activity, name="case_activity"),
    path(f"cases/{URN}/clock/", whose_clock.case_clock, name="case_clock"),
    path(f"cases/{URN}/clock/pause/", whose_clock.pause, name="clock_pause"),
    path(f"cases/{URN}/clock/restart/", whose_clock.restart, name="clock_restart"),
    path(f"cases/{URN}/add/<str:what>/", case_changes.add, name="case_add"),
    path(f"cases/{URN}/change/", case_changes.correct_case, name="case_change"),
    path(f"cases/{URN}/change/<str:what>/<slug:reference>/", case_changes.correct, name="part_change"),
    path(f"cases/{URN}/documents/", documents.documents, name="documents"),
    path(f"cases/{URN}/documents/add/", documents.document_kind, name="document_kind"),
    path(f"cases/{URN}/documents/add/<slug:kind>/", documents.document_add, name="document_add"),
    path(f"cases/{URN}/documents/<int:number>/", documents.document, name="document"),
    path(f"cases/{URN}/documents/<int:number>/versions/add/", documents.version_add, name="document_version"),
    path(
        f"cases/{URN}/documents/<int:number>/versions/<int:version>/",
        documents.download,
        name="document_download",
    ),
    path(f"cases/{URN}/documents/<int:number>/withdraw/", documents.withdraw, name="document_withdraw"),
    path(f"cases/{URN}/trial/", case_changes.trial, name="trial"),
    path(f"cases/{URN}/escalate/", escalations.escalate, name="escalate"),
    path(f"cases/{URN}/routes/<slug:route>/", case.case_route, name="case_route"),
    path(f"cases/{URN}/plans/<slug:suspect>/<int:number>/", action_plans.action_plan, name="action_plan"),
    path(f"cases/{URN}/steps/<int:task>/", step.step, name="step"),
    path(f"cases/{URN}/steps/<int:task>/claim/", step.step_claim, name="step_claim"),
    path(f"cases/{URN}/steps/<int:task>/release/", step.step_release, name="step_release"),
    path(f"cases/{URN}/steps/<int:task>/give/", task.step_give, name="step_give"),
    path(f"cases/{URN}/steps/<int:task>/hold/", task.step_hold, name="step_hold"),
    path(f"cases/{URN}/steps/<int:task>/hold/end/", task.step_hold_end, name="step_hold_end"),
    path(f"cases/{URN}/steps/<int:task>/withdraw/", task.step_withdraw, name="step_withdraw"),
    path(f"cases/{URN}/steps/<int:task>/take-up/", task.step_take_up, name="step_take_up"),
    path(f"cases/{URN}/records/<str:kind>/<uuid:record>/<slug:key>/", turn.turn, name="turn"),
    path("account/away/", away.away, name="away"),
    path("account/away/add/", away.away_add, name="away_add"),
    path("account/away/colleagues/", away.away_colleague, name="away_colleague"),
    path("account/away/colleagues/<int:person>/add/", away.away_add_for, name="away_add_for"),
    path("account/away/<int:absence>/end/", away.away_end, name="away_end"),
    path("joint-meeting/", escalations.agenda, name="agenda"),
    path("joint-meeting/agenda.pdf", escalations.agenda_pdf, name="agenda_pdf"),
    path("joint-meeting/ranks/<slug:rung>/", escalations.post_name, name="post_name"),
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/roles/add/", people.membership_add, name="membership_add"),
    path("people/roles/<int:membership>/end/", people.membership_end, name="membership_end"),
    path("reports/whose-clock/", whose_clock.report, name="whose_clock"),
    path("reports/whose-clock/export/", whose_clock.export, name="whose_clock_export"),
    path("reports/whose-clock/how-it-is-counted/", whose_clock.counted, name="whose_clock_counted"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<slug:key>/<slug:action>/", incidents.incident, name="incident"),
    path("import/", records.import_records, name="import"),
]
