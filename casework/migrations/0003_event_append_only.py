"""Events are written once: the database refuses to change or remove one (DPA 2018, section 62)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON casework_event
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER role_event_append_only BEFORE UPDATE OR DELETE ON casework_roleevent
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER statement_append_only BEFORE UPDATE OR DELETE ON casework_victimpersonalstatement
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
"""
BACKWARD = """
DROP TRIGGER statement_append_only ON casework_victimpersonalstatement;
DROP TRIGGER role_event_append_only ON casework_roleevent;
DROP TRIGGER event_append_only ON casework_event;
DROP FUNCTION casework_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_organisations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
