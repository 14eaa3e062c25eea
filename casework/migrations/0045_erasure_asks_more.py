"""Erasing a case asks the rows themselves, by the clock of the database, and of nobody but the pages.

Whoever can have the pages say SQL of their own could write the rows that an erasure needs. So what was said of
the keeping of a case stands for a day before the case goes; since when, the record of who did what knows,
which nobody dates back.
"""

from django.db import migrations

GUARD = r"""
-- A name of its own for the time, which only the owner of the tables can put back or on.
CREATE FUNCTION casework_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() $$;

-- The day is an hour short: the clock of the pages, which ask for all of it, is not that of the database.
CREATE FUNCTION casework_may_be_erased(erased uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_erasedcase AS left_over
        JOIN casework_erasureproposal AS proposal ON proposal.case_file_id = left_over.id
            AND proposal.ended_at IS NULL AND proposal.begun_by_id = left_over.proposed_by_id
            AND proposal.begun_by_id <> left_over.erased_by_id
        JOIN casework_caseretention AS kept ON kept.case_file_id = left_over.id
            AND kept.review_on <= (casework_now() AT TIME ZONE 'Europe/London')::date
        WHERE left_over.id = erased AND left_over.written_in = pg_current_xact_id()::text::bigint
    ) AND NOT EXISTS (
        SELECT FROM casework_legalhold WHERE case_file_id = erased AND ended_at IS NULL
    ) AND NOT EXISTS (
        SELECT FROM casework_auditentry AS lately WHERE lately.case_file = erased
        AND lately.what IN ('casework_erasureproposal', 'casework_caseretention', 'casework_legalhold')
        AND lately.operation IN ('collection', 'alteration')
        AND lately.at > casework_now() - interval '23 hours'
    )
$$;

-- The function of migration 0043 asks for what is left and for holds, and removes; this one asks first.
ALTER FUNCTION casework_case_erase(uuid) RENAME TO casework_case_remove;
CREATE FUNCTION casework_case_erase(erased uuid) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT casework_may_be_erased(erased) THEN
        RAISE EXCEPTION 'this case may not be erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM casework_case_remove(erased);
END $$;
REVOKE ALL ON FUNCTION casework_may_be_erased(uuid), casework_case_remove(uuid), casework_case_erase(uuid)
    FROM PUBLIC;
"""
NO_GUARD = """
DROP FUNCTION casework_case_erase(uuid);
ALTER FUNCTION casework_case_remove(uuid) RENAME TO casework_case_erase;
GRANT EXECUTE ON FUNCTION casework_case_erase(uuid) TO PUBLIC;
DROP FUNCTION casework_may_be_erased(uuid);
DROP FUNCTION casework_now();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0044_hidden_data")]
    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
