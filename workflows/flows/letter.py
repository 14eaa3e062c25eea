from viewflow import this

from casework.letters import forms, services
from casework.letters.models import Letter
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Gate, Outcome, Step, Turn, carries, is_at, within

Position = Letter.Position
WITHDRAWN_BY = (Role.VICTIM_LIAISON, Role.PROSECUTION_MANAGER)
# A letter is drafted and checked by whichever of the three has the words; its step is in the queue of one.
SUBMIT = "Send it to be checked"
CHECKED_ELSEWHERE = (Role.PROSECUTION_MANAGER, Role.VICTIM_LIAISON)


@carries("letter")
class LetterFlow(CaseFlow):
    """Letter to a victim

    Drafted from a template, checked by somebody else, printed, and sent by a person.
    """

    start = Begin().Next(this.draft)

    draft = Step(
        "Draft a letter to the victim",
        role=Role.VICTIM_LIAISON,
        at=Position.DRAFT,
        owner=lambda record: record.opened_by,
        due=[within("LETTER_DRAFT")],
        withdrawn_by=WITHDRAWN_BY,
        outcomes=[
            Outcome("draft", "Draft the letter", services.letter_draft, forms.DraftForm, submit=SUBMIT)
        ],
    ).Next(this.check)

    check = Step(
        "Check a letter to the victim",
        role=Role.PROSECUTOR,
        at=Position.CHECK,
        due=[within("LETTER_CHECK")],
        withdrawn_by=WITHDRAWN_BY,
        outcomes=[
            Outcome(
                "approve",
                "Approve the letter",
                services.letter_approve,
                forms.ConfirmForm,
                hint="It can be printed then, and is changed no more",
            ),
            Outcome(
                "return",
                "Send the letter back",
                services.letter_return,
                forms.ReturnForm,
                hint="You will be asked what should be put right",
            ),
        ],
    ).Next(this.is_approved)

    is_approved = Gate().Case(this.send, is_at(Position.SEND)).Default(this.draft)

    send = Step(
        "Send a letter to the victim",
        role=Role.VICTIM_LIAISON,
        at=Position.SEND,
        owner=lambda record: record.opened_by,
        due=[within("LETTER_SEND")],
        withdrawn_by=WITHDRAWN_BY,
        outcomes=[
            Outcome(
                "sent",
                "Record that it was sent",
                services.letter_sent,
                forms.SentForm,
                hint="The service sends nothing: print it, and send it yourself",
            ),
            Outcome(
                "redraft",
                "Draft it again",
                services.letter_redraft,
                forms.ReturnForm,
                hint="Such as with another date. It is checked again",
            ),
        ],
    ).Next(this.is_sent)

    is_sent = Gate().Case(this.end, is_at(Position.SENT)).Default(this.draft)

    end = Finish()

    turns = [
        Turn(
            "draft_too",
            "Draft the letter",
            services.letter_draft,
            forms.DraftForm,
            roles=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
            at=(Position.DRAFT,),
            to=(Position.CHECK,),
            effect="Somebody else checks it before it can be sent.",
            submit=SUBMIT,
        ),
        Turn(
            "approve_too",
            "Approve the letter",
            services.letter_approve,
            forms.ConfirmForm,
            roles=CHECKED_ELSEWHERE,
            at=(Position.CHECK,),
            to=(Position.SEND,),
            effect="It can be printed then, and is changed no more.",
        ),
        Turn(
            "return_too",
            "Send the letter back",
            services.letter_return,
            forms.ReturnForm,
            roles=CHECKED_ELSEWHERE,
            at=(Position.CHECK,),
            to=(Position.DRAFT,),
        ),
    ]
