"""An account is never deleted, and open work names the clock of its date."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION casework_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER user_never_deleted BEFORE DELETE ON casework_user
    FOR EACH ROW EXECUTE FUNCTION casework_never_deleted();
UPDATE casework_obligation SET clocks = jsonb_build_object('due_on', due_on)
    WHERE due_on IS NOT NULL AND closed_at IS NULL;
"""
BACKWARD = """
DROP TRIGGER user_never_deleted ON casework_user;
DROP FUNCTION casework_never_deleted();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_work_and_history")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
