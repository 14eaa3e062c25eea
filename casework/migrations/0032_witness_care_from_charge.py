from django.db import migrations, models

# Cases in which somebody was charged before this was kept: from the start of that day.
FORWARD = """
UPDATE casework_casefile SET open_to_witness_care_at = charged.first::timestamp AT TIME ZONE 'Europe/London'
FROM (SELECT case_file_id, min(charged_on) AS first FROM casework_suspect GROUP BY case_file_id) AS charged
WHERE charged.case_file_id = casework_casefile.id AND charged.first IS NOT NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0031_dates_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefile',
            name='open_to_witness_care_at',
            field=models.DateTimeField(editable=False, help_text='When somebody was first charged; before, witness care sees nothing', null=True),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
