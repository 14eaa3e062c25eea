from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from viewflow import this

from casework.charging.models import ChargingRequest
from casework.file_review import forms, services
from casework.file_review.findings import file_findings
from casework.file_review.models import FileSubmission
from casework.people.roles import Role
from casework.routes.forms import RejectForm
from workflows.engine.nodes import (
    Automatic,
    Begin,
    CaseFlow,
    Clock,
    Finish,
    Gate,
    Outcome,
    Step,
    Wait,
    carries,
    is_at,
    within,
)
from workflows.engine.routes import routes_start
from workflows.flows import police_outcome

Position = FileSubmission.Position

SUBMIT = Outcome("submit", "Submit the file", services.file_submit, forms.SubmitForm, findings=file_findings)
RETURN = Outcome(
    "return",
    "Return the file",
    services.file_return,
    RejectForm,
    hint="You will be asked for reasons and a date for the police to respond by",
)


def returned_by(record: FileSubmission, opened_on: date) -> date:
    """A correction is due on the date that the last return names."""
    return record.last_return.respond_by


def taken(waiting: QuerySet[FileSubmission]) -> QuerySet[FileSubmission]:
    """Those that the CPS has triaged."""
    triage = ChargingRequest.objects.filter(
        case_file=OuterRef("case_file"), position=ChargingRequest.Position.TRIAGE
    )
    return waiting.exclude(Exists(triage))


@carries("file_submission")
class FileReviewFlow(CaseFlow):
    """File review

    Submitted, signed off, reviewed by the gatekeeper; returned and corrected as often as it takes.
    """

    start = Begin().Next(this.prepare)

    prepare = Step(
        "Submit the file for a charging decision",
        role=Role.INVESTIGATOR,
        at=Position.PREPARE,
        owner=lambda record: record.case_file.officer_in_case,
        outcomes=[SUBMIT],
    ).Next(this.sign_off)

    sign_off = Step(
        "Sign off the file",
        role=Role.SUPERVISOR,
        at=Position.SIGN_OFF,
        due=[within("FILE_SIGN_OFF")],
        outcomes=[
            Outcome(
                "sign_off",
                "Sign off the file",
                services.file_sign_off,
                forms.SignOffForm,
                findings=file_findings,
            ),
            RETURN,
        ],
    ).Next(this.is_signed_off)

    is_signed_off = Gate().Case(this.review, is_at(Position.REVIEW)).Default(this.correct)

    review = Step(
        "Review the file",
        role=Role.GATEKEEPER,
        at=Position.REVIEW,
        due=[within("GATEKEEPER_REVIEW")],
        outcomes=[
            Outcome(
                "accept",
                "Accept the file to the CPS",
                services.file_accept,
                forms.VerifyForm,
                findings=file_findings,
            ),
            RETURN,
        ],
    ).Next(this.is_accepted)

    is_accepted = Gate().Case(this.open_charging, is_at(Position.ACCEPTED)).Default(this.correct)

    correct = Step(
        "Correct and resubmit the file",
        role=Role.INVESTIGATOR,
        at=Position.CORRECT,
        owner=lambda record: record.case_file.officer_in_case,
        due=[Clock("respond_by", returned_by)],
        outcomes=[SUBMIT],
    ).Next(this.sign_off)

    open_charging = Automatic(this.start_charging).Next(this.with_cps)

    # Woken by the charging request: accepted ends the review, rejected begins another round.
    with_cps = Wait(at=Position.ACCEPTED, over=taken).Next(this.is_taken)

    is_taken = Gate().Case(this.correct, is_at(Position.CORRECT)).Default(this.end)

    end = Finish()

    turns = [*police_outcome.TURNS]

    def after_turn(self, record, turn):
        police_outcome.follow(record, turn)

    def start_charging(self, activation):
        routes_start(activation.process.record.case_file, "charging_request")
