from viewflow import this

from casework.bad_character.findings import objection_findings
from casework.bad_character.notices import forms, services
from casework.bad_character.notices.models import BadCharacterNotice
from casework.people.models import User
from casework.people.roles import Role
from workflows.engine.nodes import (
    Begin,
    CaseFlow,
    Finish,
    Gate,
    Outcome,
    Step,
    carries,
    is_at,
    on_its_date,
    within,
)

Position = BadCharacterNotice.Position
IN_TIME = on_its_date("due_on")


def prosecutor(record: BadCharacterNotice) -> User | None:
    return record.prosecutor


@carries("bad_character_notice")
class BadCharacterNoticeFlow(CaseFlow):
    """Bad character notice

    Drafted, served within the time that runs from a not guilty plea, answered, and ruled on by the court.
    """

    start = Begin().Next(this.draft)

    draft = Step(
        "Draft the bad character notice",
        role=Role.PROSECUTOR,
        at=Position.DRAFT,
        owner=prosecutor,
        due=[IN_TIME],
        outcomes=[Outcome("draft", "Record the draft", services.notice_draft, forms.DraftForm)],
    ).Next(this.serve)

    serve = Step(
        "Serve the bad character notice",
        role=Role.PROSECUTOR,
        at=Position.SERVE,
        owner=prosecutor,
        due=[IN_TIME],
        outcomes=[
            Outcome("serve", "Record the service", services.notice_serve, forms.ServeForm),
            Outcome("redraft", "Change the draft", services.notice_redraft, forms.RedraftForm),
        ],
    ).Next(this.is_served)

    is_served = Gate().Case(this.objection, is_at(Position.OBJECTION)).Default(this.draft)

    objection = Step(
        "Record the answer to the bad character notice",
        role=Role.PROSECUTOR,
        at=Position.OBJECTION,
        owner=prosecutor,
        due=[on_its_date("objection_by")],
        outcomes=[
            Outcome("objected", "A party objects", services.notice_objected, forms.ObjectedForm),
            Outcome(
                "not_objected",
                "Nobody objects",
                services.notice_not_objected,
                forms.NotObjectedForm,
                findings=objection_findings,
            ),
        ],
    ).Next(this.is_objected)

    is_objected = Gate().Case(this.application, is_at(Position.APPLICATION)).Default(this.ruling)

    application = Step(
        "Record the application to the court on bad character",
        role=Role.PROSECUTOR,
        at=Position.APPLICATION,
        owner=prosecutor,
        due=[within("BAD_CHARACTER_APPLICATION")],
        outcomes=[Outcome("apply", "Record the application", services.notice_applied, forms.AppliedForm)],
    ).Next(this.ruling)

    ruling = Step(
        "Record the ruling on bad character",
        role=Role.PROSECUTOR,
        at=Position.RULING,
        owner=prosecutor,
        due=[within("BAD_CHARACTER_RULING")],
        outcomes=[Outcome("rule", "Record the ruling", services.notice_rule, forms.RulingForm)],
    ).Next(this.end)

    end = Finish()
