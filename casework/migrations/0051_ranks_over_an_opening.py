"""All ranks over whoever opened a case in an emergency watch it, as a late review goes up to each."""

from django.db import migrations

# A copy of the ranks of casework/break_ins/ranks.py; a test compares them. Supervisors are those of the unit.
FIRST = """
                ('supervisor', 'gatekeeper'), ('gatekeeper', 'gatekeeper'),
                ('prosecutor', 'prosecution_manager'), ('prosecution_manager', 'prosecution_manager')"""
ALL = f"""
                ('investigator', 'gatekeeper'),{FIRST}"""


def watches(ranks):
    return f"""
CREATE OR REPLACE FUNCTION casework_watches(who bigint, opener bigint, opened_as text, place bigint, opened uuid)
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_membership AS held JOIN casework_user AS asks ON asks.id = held.person_id
        WHERE asks.id = who AND asks.is_active AND held.organisation_id = place
        AND NOT EXISTS (
            SELECT FROM casework_casebar AS bar
            WHERE bar.case_file_id = opened AND bar.person_id = who AND bar.ended_at IS NULL
        )
        AND held.starts_on <= (now() AT TIME ZONE 'Europe/London')::date
        AND (held.ends_on IS NULL OR held.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
        AND (
            held.role = 'auditor'
            OR opener <> who AND (opened_as, held.role) IN ({ranks}
            )
            OR opener <> who AND opened_as = 'investigator' AND held.role = 'supervisor'
                AND held.unit_id = (SELECT unit_id FROM casework_casefile WHERE id = opened)
        )
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0050_erased_files")]
    operations = [migrations.RunSQL(watches(ALL), watches(FIRST))]
