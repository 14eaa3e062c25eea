from datetime import date

from viewflow import this
from viewflow.workflow import flow

from casework.file_review import forms, services
from casework.file_review.models import FileSubmission
from casework.people.roles import Role
from casework.routes.forms import RejectForm
from workflows.engine.nodes import CaseFlow, Outcome, Step, begin, carries, is_at, within
from workflows.engine.routes import routes_start

Position = FileSubmission.Position

SUBMIT = Outcome("submit", "Submit the file", services.file_submit, forms.SubmitForm)
RETURN = Outcome(
    "return",
    "Return the file",
    services.file_return,
    RejectForm,
    hint="You will be asked for reasons and a date for the police to respond by",
)


def returned_by(record: FileSubmission, opened_on: date) -> date:
    """A correction is due on the date that the last return names."""
    return record.returns.latest("round").respond_by


@carries("file_submission")
class FileReviewFlow(CaseFlow):
    """File review

    Submitted, signed off, reviewed by the gatekeeper; returned and corrected as often as it takes.
    """

    start = flow.StartHandle(begin).Next(this.prepare)

    prepare = Step(
        "Submit the file for a charging decision",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        outcomes=[SUBMIT],
    ).Next(this.sign_off)

    sign_off = Step(
        "Sign off the file",
        role=Role.SUPERVISOR,
        due=within("FILE_SIGN_OFF"),
        outcomes=[
            Outcome("sign_off", "Sign off the file", services.file_sign_off, forms.SignOffForm),
            RETURN,
        ],
    ).Next(this.is_signed_off)

    is_signed_off = flow.Switch().Case(this.review, is_at(Position.REVIEW)).Default(this.correct)

    review = Step(
        "Review the file",
        role=Role.GATEKEEPER,
        due=within("GATEKEEPER_REVIEW"),
        outcomes=[
            Outcome("accept", "Accept the file to the CPS", services.file_accept, forms.VerifyForm),
            RETURN,
        ],
    ).Next(this.is_accepted)

    is_accepted = flow.Switch().Case(this.open_charging, is_at(Position.ACCEPTED)).Default(this.correct)

    correct = Step(
        "Correct and resubmit the file",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=returned_by,
        outcomes=[SUBMIT],
    ).Next(this.sign_off)

    open_charging = flow.Function(this.start_charging).Next(this.with_cps)

    # Woken by the charging request: accepted ends the review, rejected begins another round.
    with_cps = flow.Handle().Next(this.is_taken)

    is_taken = flow.Switch().Case(this.correct, is_at(Position.CORRECT)).Default(this.end)

    end = flow.End()

    def start_charging(self, activation):
        routes_start(activation.process.record.case_file, "charging_request")
