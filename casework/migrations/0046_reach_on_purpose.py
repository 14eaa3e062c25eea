"""What the second wall lets through on purpose: whoever gives a case away reaches it until that is done."""

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


class Migration(migrations.Migration):
    dependencies = [("casework", "0045_erasure_asks_more")]
    operations = [migrations.RunSQL(wall(HANDED), wall(""))]
