"""Victim personal statements in full: numbered, with preferences, receipts and copies of their own, served.

What was wanted done with a statement becomes its first preference; that the CPS holds it is read from the
events.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# Numbered in the order in which they were made; nothing else of them changes.
NUMBERED = """
ALTER TABLE casework_victimpersonalstatement DISABLE TRIGGER statement_append_only;
UPDATE casework_victimpersonalstatement AS statement SET number = counted.number
    FROM (
        SELECT id, row_number() OVER (PARTITION BY victim_id ORDER BY made_on, id) AS number
        FROM casework_victimpersonalstatement
    ) AS counted
    WHERE counted.id = statement.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE casework_victimpersonalstatement ENABLE TRIGGER statement_append_only;
"""
CARRIED_OVER = """
INSERT INTO casework_vpspreference (statement_id, read_aloud, reader, stated_on, recorded_at, recorded_by_id)
    SELECT id, read_aloud, '', made_on, recorded_at, recorded_by_id FROM casework_victimpersonalstatement;
INSERT INTO casework_vpsreceipt (statement_id, recorded_at, recorded_by_id)
    SELECT DISTINCT ON (statement.id) statement.id, event.at, event.actor_id
    FROM casework_victimpersonalstatement AS statement
    JOIN (
        SELECT id, victim_id FROM casework_vpsoffer UNION ALL SELECT id, victim_id FROM casework_vpscheckpoint
    ) AS offered ON offered.victim_id = statement.victim_id
    JOIN casework_event AS event ON event.subject = offered.id AND event.route = 'victim_statements'
        AND event.verb IN ('received', 'update_received') AND event.at >= statement.recorded_at
        AND event.actor_id IS NOT NULL
    ORDER BY statement.id, event.at;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
KEPT = ("vpspreference", "vpsreceipt", "vpscopy")
FORWARD = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON casework_{table}"
    " FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    for table in KEPT
)
BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON casework_{table};" for table in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0028_calendar_and_directions'),
    ]

    operations = [
        migrations.CreateModel(
            name='VpsCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('given_on', models.DateField()),
                ('how', models.CharField(choices=[('in_person', 'In person'), ('phone', 'By telephone or video'), ('writing', 'By letter or email'), ('other', 'Through somebody who supports the victim, such as an ISVA')], max_length=10)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VpsPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('read_aloud', models.CharField(choices=[('victim', 'Read aloud by the victim'), ('other', 'Read aloud for the victim'), ('recorded', 'A recording of it played'), ('not_read', 'Not read aloud')], max_length=10)),
                ('reader', models.CharField(blank=True, help_text='Who reads it for the victim', max_length=100)),
                ('stated_on', models.DateField()),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VpsReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VpsService',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('due_on', models.DateField()),
                ('rule', models.CharField(blank=True, help_text='The code of the rule that gave the date', max_length=40)),
                ('since', models.DateField(help_text='The day from which it was counted', null=True)),
                ('position', models.CharField(choices=[('serve', 'Service of the victim personal statement'), ('served', 'Victim personal statement served'), ('court', 'What the court did with the victim personal statement'), ('read', 'Victim personal statement read aloud in court'), ('read_in_part', 'Victim personal statement read aloud in part'), ('not_read', 'Victim personal statement considered, not read aloud')], default='serve', max_length=20)),
                ('served_on_court', models.DateField(null=True)),
                ('served_on_defence', models.DateField(null=True)),
                ('heard_on', models.DateField(null=True)),
                ('court_words', models.TextField(blank=True, help_text='Which parts were read, by whom, or why not')),
            ],
            options={
                'ordering': ['statement__victim__reference', 'statement__number'],
            },
        ),
        migrations.AlterModelOptions(
            name='victimpersonalstatement',
            options={'ordering': ['number']},
        ),
        migrations.AddField(
            model_name='victimpersonalstatement',
            name='defence_told',
            field=models.BooleanField(help_text='Told, before they signed, that the defence sees it once it is served', null=True),
        ),
        migrations.AddField(
            model_name='victimpersonalstatement',
            name='document',
            field=models.ForeignKey(help_text='The signed copy', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.document'),
        ),
        migrations.AddField(
            model_name='victimpersonalstatement',
            name='given_by',
            field=models.CharField(choices=[('victim', 'The victim'), ('parent', 'A parent or guardian, for a child'), ('carer', 'A carer, for a victim who cannot make it themselves')], default='victim', max_length=10),
        ),
        migrations.AddField(
            model_name='victimpersonalstatement',
            name='number',
            field=models.PositiveSmallIntegerField(default=0, help_text='Of the victim: 1 is the first, the others are further'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='victimpersonalstatement',
            name='subject',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='vpscheckpoint',
            name='offered_on',
            field=models.DateField(help_text='When the victim answered the offer', null=True),
        ),
        migrations.AddField(
            model_name='vpscheckpoint',
            name='rule',
            field=models.CharField(blank=True, help_text='The code of the rule that gave the date', max_length=40),
        ),
        migrations.AddField(
            model_name='vpscheckpoint',
            name='since',
            field=models.DateField(help_text='The day from which it was counted', null=True),
        ),
        migrations.AddField(
            model_name='vpsoffer',
            name='declined_reason',
            field=models.TextField(blank=True, help_text="In the victim's words, if they gave one"),
        ),
        migrations.AddField(
            model_name='vpsoffer',
            name='explained',
            field=models.JSONField(blank=True, default=list, help_text='What of it was explained'),
        ),
        migrations.AddField(
            model_name='vpsoffer',
            name='explained_by',
            field=models.CharField(blank=True, help_text='Who explained it, where somebody else records it', max_length=100),
        ),
        migrations.AddField(
            model_name='vpsoffer',
            name='offered_how',
            field=models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'By telephone or video'), ('writing', 'By letter or email'), ('other', 'Through somebody who supports the victim, such as an ISVA')], max_length=10),
        ),
        migrations.AlterField(
            model_name='vpscheckpoint',
            name='kind',
            field=models.CharField(choices=[('declined', 'After it was declined'), ('charge', 'After charge'), ('ptph', 'After the PTPH'), ('trial_first', 'Before trial'), ('trial_last', 'Shortly before trial'), ('conviction', 'After plea or verdict'), ('sentence', 'Before sentence')], max_length=20),
        ),
        migrations.AlterField(
            model_name='vpscheckpoint',
            name='position',
            field=models.CharField(choices=[('offer_again', 'Further offer of a victim personal statement'), ('offer', 'Offer of an updated victim personal statement'), ('take', 'Taking of the updated victim personal statement'), ('receive', 'Receipt of the updated victim personal statement'), ('updated', 'Victim personal statement updated'), ('no_change', 'No update wanted')], default='offer', max_length=20),
        ),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='victimpersonalstatement',
            constraint=models.UniqueConstraint(fields=('victim', 'number'), name='statement_numbered_once_per_victim'),
        ),
        migrations.AddField(
            model_name='vpscopy',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vpscopy',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='casework.victimpersonalstatement'),
        ),
        migrations.AddField(
            model_name='vpspreference',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vpspreference',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preferences', to='casework.victimpersonalstatement'),
        ),
        migrations.AddField(
            model_name='vpsreceipt',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vpsreceipt',
            name='statement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='casework.victimpersonalstatement'),
        ),
        migrations.AddField(
            model_name='vpsservice',
            name='case_file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile'),
        ),
        migrations.AddField(
            model_name='vpsservice',
            name='preference',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.vpspreference'),
        ),
        migrations.AddField(
            model_name='vpsservice',
            name='statement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='service', to='casework.victimpersonalstatement'),
        ),
        migrations.AddConstraint(
            model_name='vpspreference',
            constraint=models.CheckConstraint(condition=models.Q(('read_aloud', 'other'), ('reader', ''), _connector='OR'), name='vps_preference_reader_for_the_victim'),
        ),
        migrations.AddConstraint(
            model_name='vpsservice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['served', 'court', 'read', 'read_in_part', 'not_read']), _negated=True), models.Q(('preference__isnull', False), ('served_on_court__isnull', False), ('served_on_defence__isnull', False)), _connector='OR'), name='vps_service_served_with_its_dates'),
        ),
        migrations.AddConstraint(
            model_name='vpsservice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['read', 'read_in_part', 'not_read']), _negated=True), ('heard_on__isnull', False), _connector='OR'), name='vps_service_heard_on_its_day'),
        ),
        migrations.RunSQL(CARRIED_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='victimpersonalstatement',
            name='read_aloud',
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
