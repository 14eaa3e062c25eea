"""What the second wall lets through on purpose.

Whoever gives a case away reaches it until that is done. That a restricted case was opened in an emergency is
there for who opened it and for those who watch over them, be the case there for them or not. Functions say of
cases that are not there for whoever asks what the product needs to know, and no more.
"""

from django.db import migrations

# Also when what they do is what keeps them from it, such as a bar on themselves.
HANDED = """    IF reach.handed IS NOT NULL THEN
        reach.kept := array_remove(reach.kept, reach.handed);
    END IF;
"""


def wall(handed):
    """As migration 0041 made it."""
    return f"""
CREATE OR REPLACE FUNCTION casework_wall() RETURNS casework_reach LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said constant text[] := string_to_array(current_setting('casework.who', true), '|');
    who constant bigint := NULLIF(said[1], '')::bigint;
    administers constant boolean := COALESCE(said[5] = 'administers', false);
    opens constant boolean := COALESCE(said[5] = 'opens', false);
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
    IF cardinality(reach.kept) > 0 THEN
        -- A bar stands; of a restricted case that they open in an emergency they have what their role gives.
        reach.kept := ARRAY(
            SELECT unnest(reach.kept)
            EXCEPT
            SELECT opened.id FROM casework_casefile opened
            WHERE opened.id = ANY (reach.kept)
            AND (opens OR EXISTS (
                SELECT FROM casework_breakin WHERE case_file_id = opened.id AND person_id = who AND ends_at > now()
            ))
            AND NOT EXISTS (
                SELECT FROM casework_casebar
                WHERE case_file_id = opened.id AND person_id = who AND ended_at IS NULL
            )
        );
    END IF;
    IF administers AND said[4] IN ('bank_holiday_add', 'bank_holiday_take_out') AND EXISTS (
        SELECT FROM casework_membership WHERE person_id = who AND role = 'administrator'
        AND starts_on <= today AND (ends_on IS NULL OR ends_on >= today)
    ) THEN
        reach.places := ARRAY(SELECT id FROM casework_organisation);
        reach.kept := '{{}}';
    END IF;
{handed}    RETURN reach;
END $$;
"""

# A copy of the ranks of casework/escalations/ladder.py and of casework/break_ins; a test compares them.
OVERSIGHT = """
CREATE FUNCTION casework_asking() RETURNS bigint LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS
    $$ SELECT NULLIF(split_part(current_setting('casework.who', true), '|', 1), '')::bigint $$;

-- Whether somebody is the rank above of who opened a case, or audits the force or area in which they did.
-- Who worked by unit opened a case of their unit. The product asks it too: the case is not there for it to ask.
CREATE FUNCTION casework_watches(who bigint, opener bigint, opened_as text, place bigint, opened uuid)
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_membership AS held JOIN casework_user AS asks ON asks.id = held.person_id
        WHERE asks.id = who AND asks.is_active AND held.organisation_id = place
        AND held.starts_on <= (now() AT TIME ZONE 'Europe/London')::date
        AND (held.ends_on IS NULL OR held.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
        AND (
            held.role = 'auditor'
            OR opener <> who AND (opened_as, held.role) IN (
                ('supervisor', 'gatekeeper'), ('gatekeeper', 'gatekeeper'),
                ('prosecutor', 'prosecution_manager'), ('prosecution_manager', 'prosecution_manager')
            )
            OR opener <> who AND opened_as = 'investigator' AND held.role = 'supervisor'
                AND held.unit_id = (SELECT unit_id FROM casework_casefile WHERE id = opened)
        )
    )
$$;
CREATE POLICY watching ON casework_breakin FOR SELECT
    USING (
        person_id = casework_asking()
        OR casework_watches(casework_asking(), person_id, role, organisation_id, case_file_id)
    );

-- Its number, for who opened the case: they typed it.
CREATE FUNCTION casework_urn_opened(opened uuid) RETURNS text LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT urn FROM casework_casefile WHERE id = opened AND EXISTS (
        SELECT FROM casework_breakin WHERE case_file_id = opened AND person_id = casework_asking()
    )
$$;
"""
NO_OVERSIGHT = """
DROP FUNCTION casework_urn_opened(uuid);
DROP POLICY watching ON casework_breakin;
DROP FUNCTION casework_watches(bigint, bigint, text, bigint, uuid);
DROP FUNCTION casework_asking();
"""

SAID_OF_OTHERS = """
-- The cases in which somebody holds open work: their work goes back when their role ends, whoever ends it.
CREATE FUNCTION casework_cases_worked_by(person bigint) RETURNS SETOF uuid LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT case_file_id FROM casework_obligation WHERE owner_id = person AND closed_at IS NULL ORDER BY 1
$$;

-- Whether another case of the force has the crime number. Of a restricted one nothing is said.
CREATE FUNCTION casework_crime_number_elsewhere(of_case uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_casefile AS this JOIN casework_casefile AS other
            ON other.force_id = this.force_id AND other.crime_number = this.crime_number AND other.id <> this.id
        WHERE this.id = of_case AND this.crime_number <> '' AND NOT EXISTS (
            SELECT FROM casework_caserestriction WHERE case_file_id = other.id AND ended_at IS NULL
        )
    )
$$;

-- Whether another case of the force has a suspect of the name, whatever its capitals, and the date of birth.
CREATE FUNCTION casework_suspect_elsewhere(of_suspect uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_suspect AS this JOIN casework_casefile AS own ON own.id = this.case_file_id
        JOIN casework_suspect AS same ON upper(same.family_name) = upper(this.family_name)
            AND upper(same.given_names) = upper(this.given_names) AND same.date_of_birth = this.date_of_birth
            AND same.case_file_id <> own.id
        JOIN casework_casefile AS other ON other.id = same.case_file_id AND other.force_id = own.force_id
        WHERE this.id = of_suspect AND NOT EXISTS (
            SELECT FROM casework_caserestriction WHERE case_file_id = other.id AND ended_at IS NULL
        )
    )
$$;

-- Of the cases that these people met in the time, those that were their own work, or are erased: who did what
-- in them nobody knows any more.
CREATE FUNCTION casework_own_work(people bigint[], since timestamptz, until timestamptz)
    RETURNS TABLE (case_file uuid, person bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT entry.case_file, entry.person FROM casework_auditentry AS entry
    WHERE entry.stream IN (SELECT casework_audit_stream(each) FROM unnest(people) AS each)
    AND entry.at >= since AND entry.at < until
    AND (entry.outcome = 'opened' OR entry.operation IN ('export', 'print')) AND (
        EXISTS (SELECT FROM casework_casefile AS own
            WHERE own.id = entry.case_file AND own.officer_in_case_id = entry.person)
        OR EXISTS (SELECT FROM casework_obligation AS work
            WHERE work.case_file_id = entry.case_file AND work.owner_id = entry.person)
        OR EXISTS (SELECT FROM casework_event AS done
            WHERE done.case_file_id = entry.case_file AND done.actor_id = entry.person)
        OR EXISTS (SELECT FROM casework_erasedcase AS erased WHERE erased.id = entry.case_file)
    )
$$;
"""
NOTHING_SAID = """
DROP FUNCTION casework_own_work(bigint[], timestamptz, timestamptz);
DROP FUNCTION casework_suspect_elsewhere(uuid);
DROP FUNCTION casework_crime_number_elsewhere(uuid);
DROP FUNCTION casework_cases_worked_by(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0045_erasure_asks_more")]
    operations = [
        migrations.RunSQL(wall(HANDED), wall("")),
        migrations.RunSQL(OVERSIGHT, NO_OVERSIGHT),
        migrations.RunSQL(SAID_OF_OTHERS, NOTHING_SAID),
    ]
