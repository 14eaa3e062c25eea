"""What leaves for somebody else is written down as a disclosure, with who gave it and for whom."""

import json

from django.db import migrations

DISCLOSED = {
    "action_plans.answered": "cps",
    "action_plans.issued": "police",
    "bad_character.notice_served": "court_and_defence",
    "bad_character.notice_served_late": "court_and_defence",
    "charging.administratively_finalised": "police",
    "charging.charged": "police",
    "charging.charged_threshold": "police",
    "charging.nfa": "police",
    "charging.review_told": "victim",
    "charging.victim_told": "victim",
    "early_advice.advised": "police",
    "early_advice.advised_again": "police",
    "early_advice.requested": "cps",
    "early_advice.requested_again": "cps",
    "file_review.accepted": "cps",
    "letters.letter_sent": "victim",
    "special_measures.applied": "court_and_defence",
    "special_measures.applied_late": "court_and_defence",
    "special_measures.section_28_served": "court_and_defence",
    "victim_contacts.told": "victim",
    "victim_statements.copy_given": "victim",
    "victim_statements.served": "court_and_defence",
}
FORWARD = f"""
CREATE FUNCTION casework_audit_disclosure() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    recipient text := '{json.dumps(DISCLOSED)}'::jsonb ->> (NEW.route || '.' || NEW.verb);
    who text[] := string_to_array(current_setting('casework.who', true), '|');
BEGIN
    IF recipient IS NOT NULL THEN
        INSERT INTO casework_auditentry
            (stream, person, organisation, role, case_file, operation, what, subject, outcome, details)
        VALUES (
            NEW.case_file_id, NEW.actor_id, NEW.organisation_id, NEW.role, NEW.case_file_id, 'disclosure',
            NEW.route || '.' || NEW.verb, COALESCE(NEW.subject::text, ''), 'done',
            jsonb_build_object('by', COALESCE(who[4], 'database'), 'to', recipient)
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_disclosure AFTER INSERT ON casework_event
    FOR EACH ROW EXECUTE FUNCTION casework_audit_disclosure();
"""
BACKWARD = """
DROP TRIGGER audit_disclosure ON casework_event;
DROP FUNCTION casework_audit_disclosure();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0038_audit_watched")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
