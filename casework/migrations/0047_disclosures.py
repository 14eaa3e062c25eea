"""All that is handed over is a disclosure, and so is that a case is open to the CPS from a moment on."""

import json
from importlib import import_module

from django.db import migrations

DISCLOSED = {
    "action_plans.answer_part_accepted": "police",
    "action_plans.answer_returned": "police",
    "action_plans.answered": "cps",
    "action_plans.issued": "police",
    "action_plans.item_message": "other_side",
    "action_plans.more_time_asked": "cps",
    "bad_character.considered": "cps",
    "bad_character.notice_applied": "court_and_defence",
    "bad_character.notice_served": "court_and_defence",
    "bad_character.notice_served_late": "court_and_defence",
    "bad_character.returned": "police",
    "charging.administratively_finalised": "police",
    "charging.charged": "police",
    "charging.charged_threshold": "police",
    "charging.meeting_disputed": "other_side",
    "charging.meeting_recorded": "other_side",
    "charging.nfa": "police",
    "charging.review_told": "victim",
    "charging.triage_rejected": "police",
    "charging.victim_told": "victim",
    "court_timetable.served": "court_and_defence",
    "early_advice.advised": "police",
    "early_advice.advised_again": "police",
    "early_advice.appeal_dismissed": "police",
    "early_advice.appealed": "cps",
    "early_advice.follow_up_asked": "cps",
    "early_advice.rejected": "police",
    "early_advice.requested": "cps",
    "early_advice.requested_again": "cps",
    "file_review.accepted": "cps",
    "letters.letter_sent": "victim",
    "special_measures.applied": "court_and_defence",
    "special_measures.applied_late": "court_and_defence",
    "special_measures.court_told": "court_and_defence",
    "special_measures.section_28_served": "court_and_defence",
    "special_measures.wanted": "cps",
    "victim_contacts.told": "victim",
    "victim_statements.copy_given": "victim",
    "victim_statements.received": "cps",
    "victim_statements.served": "court_and_defence",
    "victim_statements.update_received": "cps",
}
# The function of 0039, with what it reads.
OF_EVENTS = import_module("casework.migrations.0039_audit_disclosures")
FUNCTION = OF_EVENTS.FORWARD.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BEFORE = json.dumps(OF_EVENTS.DISCLOSED)
OPENED = """
CREATE FUNCTION casework_audit_opened_to_cps() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who text[] := string_to_array(current_setting('casework.who', true), '|');
BEGIN
    INSERT INTO casework_auditentry
        (stream, person, organisation, role, case_file, operation, what, subject, outcome, details)
    VALUES (
        NEW.id, NULLIF(who[1], '')::bigint, NULLIF(who[2], '')::bigint, COALESCE(who[3], ''), NEW.id,
        'disclosure', TG_TABLE_NAME, NEW.id::text, 'done',
        jsonb_build_object('by', COALESCE(who[4], 'database'), 'to', 'cps')
    );
    RETURN NULL;
END $$;
CREATE TRIGGER audit_opened_to_cps AFTER UPDATE OF shared_with_cps_at ON casework_casefile FOR EACH ROW
    WHEN (OLD.shared_with_cps_at IS NULL AND NEW.shared_with_cps_at IS NOT NULL)
    EXECUTE FUNCTION casework_audit_opened_to_cps();
CREATE TRIGGER audit_made_open_to_cps AFTER INSERT ON casework_casefile FOR EACH ROW
    WHEN (NEW.shared_with_cps_at IS NOT NULL) EXECUTE FUNCTION casework_audit_opened_to_cps();
"""
NOT_OPENED = """
DROP TRIGGER audit_made_open_to_cps ON casework_casefile;
DROP TRIGGER audit_opened_to_cps ON casework_casefile;
DROP FUNCTION casework_audit_opened_to_cps();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0046_reach_on_purpose")]
    operations = [
        migrations.RunSQL(FUNCTION.replace(BEFORE, json.dumps(DISCLOSED)), FUNCTION),
        migrations.RunSQL(OPENED, NOT_OPENED),
    ]
