"""Whoever erases a case is somebody else than who proposed it, and not the same person by a second account."""

from django.db import migrations

# Both were administrators of the force or the area a week before the proposal, neither made the other one, and
# neither has touched the account or the roles of the other since that week began.
APART = """
            AND NOT EXISTS (
                SELECT FROM (VALUES (left_over.proposed_by_id), (left_over.erased_by_id)) AS both_of(person)
                WHERE NOT EXISTS (
                    SELECT FROM casework_membership AS held
                    WHERE held.person_id = both_of.person AND held.role = 'administrator'
                    AND held.organisation_id IN (left_over.force_id, left_over.area_id)
                    AND held.starts_on
                        < ((proposal.begun_at - interval '7 days') AT TIME ZONE 'Europe/London')::date
                    AND (held.ends_on IS NULL
                        OR held.ends_on >= (proposal.begun_at AT TIME ZONE 'Europe/London')::date)
                )
            )
            AND NOT EXISTS (
                SELECT FROM casework_roleevent AS done
                WHERE (done.actor_id, done.person_id) IN (
                    (left_over.proposed_by_id, left_over.erased_by_id),
                    (left_over.erased_by_id, left_over.proposed_by_id)
                ) AND (
                    done.verb = 'account_made'
                    OR done.verb = 'role_added' AND done.role = 'administrator'
                    OR done.at >= proposal.begun_at - interval '7 days'
                )
            )"""


def may_be_erased(apart):
    return f"""
CREATE OR REPLACE FUNCTION casework_may_be_erased(erased uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM casework_erasedcase AS left_over
        JOIN casework_erasureproposal AS proposal ON proposal.case_file_id = left_over.id
            AND proposal.ended_at IS NULL AND proposal.begun_by_id = left_over.proposed_by_id
            AND proposal.begun_by_id <> left_over.erased_by_id{apart}
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
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0052_what_is_left")]
    operations = [migrations.RunSQL(may_be_erased(APART), may_be_erased(""))]
