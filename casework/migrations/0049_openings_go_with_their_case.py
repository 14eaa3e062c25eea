"""The opening of a case in an emergency goes when the case is erased, and nobody barred from it watches it."""

from django.db import migrations

LET_GO = """
    IF TG_OP = 'DELETE' AND casework_is_erasing(TG_RELID) THEN
        RETURN OLD;
    END IF;
"""


def kept(let_go):
    return f"""
CREATE OR REPLACE FUNCTION casework_break_in_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    review constant text[] := ARRAY['position', 'moved_at', 'found', 'reviewed_at', 'reviewed_by_id'];
BEGIN{let_go}
    IF TG_OP = 'UPDATE' AND OLD.reviewed_at IS NULL AND to_jsonb(NEW) - review = to_jsonb(OLD) - review THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a row of % is only reviewed, once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""


BARRED = """
        AND NOT EXISTS (
            SELECT FROM casework_casebar AS bar
            WHERE bar.case_file_id = opened AND bar.person_id = who AND bar.ended_at IS NULL
        )"""


def watches(barred):
    return f"""
CREATE OR REPLACE FUNCTION casework_watches(who bigint, opener bigint, opened_as text, place bigint, opened uuid)
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_membership AS held JOIN casework_user AS asks ON asks.id = held.person_id
        WHERE asks.id = who AND asks.is_active AND held.organisation_id = place{barred}
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
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0048_audit_telling")]
    operations = [
        migrations.RunSQL(kept(LET_GO) + watches(BARRED), kept("") + watches("")),
    ]
