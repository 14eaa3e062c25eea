"""The columns in which what people say of people may be: nothing else in the database may hold any of it."""

COLUMNS = frozenset(
    f"casework_{column}"
    for column in (
        *("suspect.family_name", "suspect.given_names", "suspect.date_of_birth"),
        *("victim.family_name", "victim.given_names", "victim.date_of_birth"),
        *("contactplan.safe_contact", "contactplan.through", "contactplan.standard_reason"),
        *("contactentry.said", "vpspreference.reader"),
        *("earlyadvicerequest.not_sought_reason", "documentversion.name"),
        *("filesubmission.case_summary", "filesubmission.supervisor_comments"),
        *("fileround.case_summary", "fileround.supervisor_comments"),
        *("badcharacterreview.assessment", "badcharacterdecision.reasons"),
        *("chargedecision.evidential_reasons", "chargedecision.public_interest_reasons"),
        *("letterversion.addressed_to", "letterversion.parts"),
        *("specialmeasures.asked_by", "specialmeasures.needs", "hearing.result"),
        # Why somebody did what they did, for those who read the case.
        "event.reason",
    )
)
