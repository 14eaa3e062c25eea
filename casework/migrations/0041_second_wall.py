"""The second wall: the database works out from its own rows which cases whoever asks may have anything of.

It says again, in another language, what casework/access says; a test holds that the two agree. Whoever owns the
tables reads past it, so that it costs migrations and an installation with one role nothing.
"""

from django.db import migrations

from casework.wall.policies import policy, walled, walled_if_any

FUNCTIONS = """
CREATE TYPE casework_reach AS (
    person bigint, units bigint[], own bigint[], care bigint[], places bigint[], handed uuid,
    audits boolean, kept uuid[]
);

-- From which cases a person is kept, in these forces and areas. The product's own policy asks it too: what keeps
-- somebody from a case is not there for them to be read.
CREATE FUNCTION casework_kept_in(who bigint, places bigint[]) RETURNS uuid[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT bar.case_file_id FROM casework_casebar bar WHERE bar.person_id = who AND bar.ended_at IS NULL
        UNION
        SELECT restriction.case_file_id FROM casework_caserestriction restriction
        JOIN casework_casefile restricted ON restricted.id = restriction.case_file_id
        WHERE restriction.ended_at IS NULL
        AND (restricted.force_id = ANY (places) OR restricted.area_id = ANY (places))
        AND NOT EXISTS (
            SELECT FROM casework_caseadmission admission WHERE admission.person_id = who
            AND admission.case_file_id = restriction.case_file_id AND admission.ended_at IS NULL
        )
    );
END $$;

-- How far whoever asks reaches: they are the person whom the product names with every statement, as it does for
-- the record of who saw what (casework/audit/who.py). Nobody named reaches nothing. Administrators reach the cases
-- of their organisation while they administer it, and those of all where they change the calendar for all. Who
-- gives a case away, and their only tie to it, reaches it until that is done.
CREATE FUNCTION casework_wall() RETURNS casework_reach LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said constant text[] := string_to_array(current_setting('casework.who', true), '|');
    who constant bigint := NULLIF(said[1], '')::bigint;
    administers constant boolean := COALESCE(said[5] = 'administers', false);
    today constant date := (now() AT TIME ZONE 'Europe/London')::date;
    reach casework_reach;
BEGIN
    SELECT
        who,
        array_agg(unit_id) FILTER (WHERE role IN ('investigator', 'supervisor')),
        array_agg(organisation_id) FILTER (WHERE role = 'investigator'),
        array_agg(organisation_id) FILTER (WHERE role = 'witness_care'),
        array_agg(organisation_id) FILTER (WHERE role IN
            ('gatekeeper', 'auditor', 'prosecutor', 'prosecution_manager', 'victim_liaison')
            OR role = 'administrator' AND administers),
        NULLIF(substring(said[5] FROM '^hands_over (.*)$'), '')::uuid,
        bool_or(role = 'auditor'),
        casework_kept_in(who, array_agg(organisation_id))
    INTO reach FROM casework_membership
    WHERE person_id = (SELECT id FROM casework_user WHERE id = who AND is_active)
    AND starts_on <= today AND (ends_on IS NULL OR ends_on >= today);
    IF administers AND said[4] IN ('bank_holiday_add', 'bank_holiday_take_out') AND EXISTS (
        SELECT FROM casework_membership WHERE person_id = who AND role = 'administrator'
        AND starts_on <= today AND (ends_on IS NULL OR ends_on >= today)
    ) THEN
        reach.places := ARRAY(SELECT id FROM casework_organisation);
        reach.kept := '{}';
    END IF;
    RETURN reach;
END $$;

-- The case that somebody came for and was refused, for the record of it: its key alone.
CREATE FUNCTION casework_case_refused(wanted text) RETURNS uuid LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT id FROM casework_casefile WHERE urn = wanted $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION casework_case_refused(text);
DROP FUNCTION casework_wall();
DROP FUNCTION casework_kept_in(bigint, bigint[]);
DROP TYPE casework_reach;
"""

# The function is called once for a statement, however many rows there are.
CASE = """EXISTS (
    SELECT FROM casework_wall() AS reach WHERE (
        unit_id = ANY (reach.units)
        OR officer_in_case_id = reach.person AND force_id = ANY (reach.own)
        OR force_id = ANY (reach.places)
        OR area_id = ANY (reach.places) AND shared_with_cps_at IS NOT NULL
        OR force_id = ANY (reach.care) AND open_to_witness_care_at IS NOT NULL
        OR id = reach.handed
    ) AND id <> ALL (reach.kept)
)"""
# Work of a pool in one's place is in a case that one sees, so that a queue does not look up each case.
WORK = """EXISTS (
    SELECT FROM casework_wall() AS reach WHERE (
        unit_id = ANY (reach.units)
        OR organisation_id = ANY (reach.places)
        OR organisation_id = ANY (reach.care) AND role = 'witness_care'
    ) AND case_file_id <> ALL (reach.kept)
) OR EXISTS (SELECT FROM casework_casefile parent WHERE parent.id = casework_obligation.case_file_id)"""

# Whoever reads, searches or is refused is written down by the page that they are on; auditors alone read it.
RECORD = """
ALTER TABLE casework_auditentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON casework_auditentry FOR SELECT
    USING (EXISTS (SELECT FROM casework_wall() AS reach WHERE reach.audits));
CREATE POLICY writing ON casework_auditentry FOR INSERT WITH CHECK (true);
"""
NO_RECORD = """
DROP POLICY writing ON casework_auditentry;
DROP POLICY wall ON casework_auditentry;
ALTER TABLE casework_auditentry DISABLE ROW LEVEL SECURITY;
"""

OF_CASE = """
    actionplan actionplanitem hearing badcharacterconsideration badcharactercheckpoint badcharacternotice
    suspect victim offence chargingrequest chargingdecision courtstage custodytimelimit
    datedirection document draft earlyadvicerequest lineofinquiry lineanswer escalation filesubmission reviewright
    decisionreview letter victimcontact specialmeasures specialmeasuresapplication section28 vpsoffer
    vpscheckpoint vpsservice feedbackinvitation clockpause casebar caserestriction caseadmission event caselook
""".split()
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
    ("planproposal", "proposal_id"): "proposeditem",
    ("policereturn", "police_return_id"): "badcharactercheck",
    ("earlyadvicerejection", "rejection_id"): "earlyadviceappeal",
    ("letterversion", "version_id"): "lettercheck",
    ("victimpersonalstatement", "statement_id"): "vpspreference vpsreceipt vpscopy",
}


def operations():
    yield migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)
    yield policy("casework_casefile", CASE)
    yield policy("casework_obligation", WORK)
    for table in OF_CASE:
        yield walled(f"casework_{table}", "case_file_id", "casework_casefile")
    for (record, column), tables in BY_RECORD.items():
        for table in tables.split():
            yield walled(f"casework_{table}", column, f"casework_{record}")
    yield migrations.RunSQL(RECORD, NO_RECORD)
    for table in ("incident", "auditreason"):
        yield walled_if_any(f"casework_{table}", "case_file_id", "casework_casefile")


class Migration(migrations.Migration):
    dependencies = [("casework", "0039_audit_disclosures")]
    operations = list(operations())
