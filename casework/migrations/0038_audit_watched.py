"""The tables with personal or case data: what is done to their rows is written down by the database.

Left out are public data (organisations, units, bank holidays), what is itself a record of what was done
(events), what is counted from the records (the queue), what helps one person's eyes (looks), the
faults of the service, and the answers of victims, which nobody may put together with a moment and a person.
"""

from django.db import migrations

from casework.audit.triggers import watched, watched_of_person

OF_CASE = """
    actionplan actionplanitem hearing badcharacterconsideration badcharactercheckpoint badcharacternotice
    suspect victim offence chargingrequest chargingdecision clinicbooking courtstage custodytimelimit
    datedirection document draft earlyadvicerequest lineofinquiry lineanswer escalation filesubmission reviewright
    decisionreview letter victimcontact specialmeasures specialmeasuresapplication section28 vpsoffer
    vpscheckpoint vpsservice feedbackinvitation clockpause casebar caserestriction caseadmission
""".split()
# By the key of a record of a case: its table, the column, and the tables.
BY_RECORD = {
    ("actionplanitem", "item_id"): "itemanswer itemverdict itemmessage extensionrequest",
    ("chargingdecision", "decision_id"): (
        "planproposal chargedecision thresholdconfirmation chargingmeeting thresholdreview"
    ),
    ("suspect", "suspect_id"): "plea verdict sentence appeal milestone",
    ("badcharacterconsideration", "consideration_id"): (
        "policereturn badcharacteritem badcharacterreview badcharacterdecision"
    ),
    ("custodytimelimit", "limit_id"): "custodyperiod custodyextension",
    ("document", "document_id"): "documentversion documentwithdrawal",
    ("earlyadvicerequest", "request_id"): "earlyadvicerejection advicerecord",
    ("filesubmission", "submission_id"): "fileround checklistanswer filereturn policeoutcome",
    ("letter", "letter_id"): "letterversion",
    ("victimcontact", "duty_id"): "contactentry",
    ("victim", "victim_id"): "contactplan victimpersonalstatement witnessrequirement",
    ("specialmeasuresapplication", "application_id"): "measureruling",
    ("section28", "record_id"): "section28step",
}
# Two steps away: table, column, its record and the kind of its key, the column there, and the record of the case.
FURTHER = (
    ("proposeditem", "proposal_id", "planproposal", "uuid", "decision_id", "chargingdecision"),
    ("badcharactercheck", "police_return_id", "policereturn", "bigint", "consideration_id", "badcharacterconsideration"),
    ("earlyadviceappeal", "rejection_id", "earlyadvicerejection", "bigint", "request_id", "earlyadvicerequest"),
    ("lettercheck", "version_id", "letterversion", "bigint", "letter_id", "letter"),
    ("vpspreference", "statement_id", "victimpersonalstatement", "bigint", "victim_id", "victim"),
    ("vpsreceipt", "statement_id", "victimpersonalstatement", "bigint", "victim_id", "victim"),
    ("vpscopy", "statement_id", "victimpersonalstatement", "bigint", "victim_id", "victim"),
)
OF_PERSON = {
    "user": "id",
    "membership": "person_id",
    "absence": "person_id",
    "calendarfeed": "person_id",
    "unsentform": "person_id",
    "escalationpost": "person_id",
    "clinicsession": "prosecutor_id",
    "auditreason": "auditor_id",
    "secondfactor": "person_id",
    "recoverycode": "person_id",
    "givenpassword": "person_id",
    "providerlink": "person_id",
}


def operations():
    yield watched("casework_casefile", "id")
    for table in OF_CASE:
        yield watched(f"casework_{table}", "case_file_id")
    for (record, column), tables in BY_RECORD.items():
        path = f"SELECT case_file_id FROM casework_{record} WHERE id = $1::uuid"
        for table in tables.split():
            yield watched(f"casework_{table}", column, path)
    for table, column, record, kind, onward, of_case in FURTHER:
        path = (
            f"SELECT owning.case_file_id FROM casework_{record} AS kept "
            f"JOIN casework_{of_case} AS owning ON owning.id = kept.{onward} WHERE kept.id = $1::{kind}"
        )
        yield watched(f"casework_{table}", column, path)
    for table, column in OF_PERSON.items():
        yield watched_of_person(f"casework_{table}", column)


class Migration(migrations.Migration):
    dependencies = [("casework", "0037_audit")]
    operations = list(operations())
