from django.urls import path, register_converter

from workflows.pages import case, case_changes, incidents, overview, people, records, register, step
from workflows.pages.converters import UrnConverter
from workflows.queues.views import queue

register_converter(UrnConverter, "urn")
URN = "<urn:urn>"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("queue/", queue, name="queue"),
    path("cases/", case.cases, name="cases"),
    path("cases/register/", register.register, name="register"),
    path(f"cases/{URN}/", case.case, name="case"),
    path(f"cases/{URN}/people/", case.case_people, name="case_people"),
    path(f"cases/{URN}/activity/", case.case_activity, name="case_activity"),
    path(f"cases/{URN}/add/<str:what>/", case_changes.add, name="case_add"),
    path(f"cases/{URN}/change/", case_changes.correct_case, name="case_change"),
    path(f"cases/{URN}/change/<str:what>/<slug:reference>/", case_changes.correct, name="part_change"),
    path(f"cases/{URN}/trial/", case_changes.trial, name="trial"),
    path(f"cases/{URN}/routes/<slug:route>/", case.case_route, name="case_route"),
    path(f"cases/{URN}/steps/<int:task>/", step.step, name="step"),
    path(f"cases/{URN}/steps/<int:task>/claim/", step.step_claim, name="step_claim"),
    path(f"cases/{URN}/steps/<int:task>/release/", step.step_release, name="step_release"),
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/roles/add/", people.membership_add, name="membership_add"),
    path("people/roles/<int:membership>/end/", people.membership_end, name="membership_end"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<slug:key>/<slug:action>/", incidents.incident, name="incident"),
    path("import/", records.import_records, name="import"),
]
