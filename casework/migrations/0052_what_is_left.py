"""What is left of an erased case: who was kept from it, its files until they went, no attempt to open it."""

import django.contrib.postgres.fields
from django.db import migrations, models


# The day is an hour short: the clock of the worker, which asks for all of it, is not that of the database.
GOES_LATER = """
CREATE FUNCTION casework_attempt_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.at > now() - interval '23 hours' THEN
        RAISE EXCEPTION 'an attempt stays for a day' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER break_in_attempt_kept ON casework_breakinattempt;
CREATE TRIGGER break_in_attempt_kept BEFORE UPDATE ON casework_breakinattempt
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER break_in_attempt_counts BEFORE DELETE ON casework_breakinattempt
    FOR EACH ROW EXECUTE FUNCTION casework_attempt_counts();
"""
STAYS = """
DROP TRIGGER break_in_attempt_counts ON casework_breakinattempt;
DROP TRIGGER break_in_attempt_kept ON casework_breakinattempt;
CREATE TRIGGER break_in_attempt_kept BEFORE UPDATE OR DELETE ON casework_breakinattempt
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
DROP FUNCTION casework_attempt_counts();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0049_openings_go_with_their_case'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetGoFile',
            fields=[
                ('file', models.UUIDField(help_text='Its name in the store', primary_key=True, serialize=False)),
            ],
        ),
        migrations.AddField(
            model_name='erasedcase',
            name='barred',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='Who was barred from the case', size=None),
        ),
        migrations.AddField(
            model_name='erasedcase',
            name='open_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Who was on its list; null unless it was restricted', null=True, size=None),
        ),
        migrations.RunSQL(GOES_LATER, STAYS),
    ]
