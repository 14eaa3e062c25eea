from viewflow import this

from casework.people.roles import Role
from casework.special_measures import applications, forms, services
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from workflows.engine.nodes import (
    Automatic,
    Begin,
    CaseFlow,
    Finish,
    Gate,
    Outcome,
    Step,
    Turn,
    carries,
    is_at,
    on_its_date,
    within,
)
from workflows.engine.standing import stand

Position, Application = SpecialMeasures.Position, SpecialMeasuresApplication.Position


def section_28_follow(activation):
    """The section 28 of the victim that has ended with this step is over in the engine too."""
    record = activation.process.record
    of_victim = Section28.objects.filter(victim=record.victim_id, position=Section28.Position.ENDED)
    for ended in of_victim.filter(moved_at=record.moved_at):
        ended.case_file = record.case_file
        stand(ended)


@carries("special_measures")
class SpecialMeasuresFlow(CaseFlow):
    """Special measures

    Every victim is asked which are wanted, and may decline; asked again when something has changed.
    """

    start = Begin().Next(this.assess)

    assess = Step(
        "Assess special measures",
        role=Role.INVESTIGATOR,
        at=Position.ASSESS,
        withdrawn_by=(Role.SUPERVISOR,),
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("SPECIAL_MEASURES_ASSESSED")],
        outcomes=[
            Outcome(
                "want",
                "The victim wants special measures",
                services.special_measures_want,
                forms.WantForm,
                hint="You will be asked which",
                submit="Record what the victim wants",
            ),
            Outcome(
                "decline",
                "The victim wants none",
                services.special_measures_decline,
                forms.DeclineForm,
                hint="A complainant of a sexual offence is eligible unless she or he declines",
                submit="Record the answer",
            ),
        ],
    ).Next(this.follow)

    follow = Automatic(section_28_follow).Next(this.end)

    end = Finish()

    turns = [
        Turn(
            "again",
            "Assess special measures again",
            services.special_measures_assess_again,
            forms.AssessAgainForm,
            roles=(Role.INVESTIGATOR, Role.WITNESS_CARE),
            at=(Position.WANTED, Position.DECLINED),
            to=(Position.ASSESS,),
            submit="Assess again",
            effect="The victim is asked again. What was applied for, and what was ruled, stays.",
        ),
        Turn(
            "apply",
            "Record an application to the court",
            applications.special_measures_apply_early,
            forms.ApplyEarlyForm,
            roles=(Role.PROSECUTOR,),
            at=(Position.WANTED,),
            shown=lambda record: record.can_be_applied_for,
            submit="Record the application",
            effect="It is for everything that the victim wants and that was not applied for before.",
        ),
    ]


@carries("special_measures_application")
class SpecialMeasuresApplicationFlow(CaseFlow):
    """Application for special measures

    Due from a plea of not guilty, answered by the defence, ruled on by the court; the victim is told.
    """

    start = Begin().Next(this.is_made)

    is_made = Gate().Case(this.respond, is_at(Application.RESPONSE)).Default(this.apply)

    apply = Step(
        "Apply for special measures",
        role=Role.PROSECUTOR,
        at=Application.APPLY,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome(
                "apply",
                "The application was served",
                applications.special_measures_apply,
                forms.ApplyForm,
                submit="Record the application",
            ),
            Outcome(
                "not_needed",
                "No application is needed",
                applications.special_measures_not_needed,
                forms.NotNeededForm,
                hint="For example, there is no trial any more",
                submit="Record that none is needed",
            ),
        ],
    ).Next(this.is_applied)

    is_applied = Gate().Case(this.respond, is_at(Application.RESPONSE)).Default(this.end)

    respond = Step(
        "Record the response to the application for special measures",
        role=Role.PROSECUTOR,
        at=Application.RESPONSE,
        owner=lambda record: record.prosecutor,
        due=[on_its_date("respond_by")],
        outcomes=[
            Outcome(
                "respond",
                "Record the response",
                applications.special_measures_respond,
                forms.ResponseForm,
            )
        ],
    ).Next(this.rule)

    rule = Step(
        "Record the ruling on special measures",
        role=Role.PROSECUTOR,
        at=Application.RULING,
        owner=lambda record: record.prosecutor,
        outcomes=[
            Outcome(
                "rule",
                "Record the ruling",
                applications.special_measures_rule,
                forms.RulingForm,
                hint="Each measure is granted, or refused with reasons; the victim is to be told",
            )
        ],
    ).Next(this.follow)

    follow = Automatic(section_28_follow).Next(this.end)

    end = Finish()
