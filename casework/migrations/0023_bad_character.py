"""Bad character in rounds that are kept as they were said, with its checkpoints and notices."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# What was said so far becomes the rows of the round in which it was said.
KEEP = """
UPDATE casework_badcharacteritem AS item SET number = counted.number FROM (
    SELECT id, row_number() OVER (PARTITION BY consideration_id ORDER BY id) AS number
    FROM casework_badcharacteritem
) AS counted WHERE counted.id = item.id;
INSERT INTO casework_policereturn (consideration_id, round, by_id, at, asked, mg16_reference, others_note)
    SELECT id, CASE WHEN position = 'consider' THEN round - 1 ELSE round END, considered_by_id, considered_at,
        CASE WHEN position = 'consider' THEN '' ELSE return_reason END, '', ''
    FROM casework_badcharacterconsideration WHERE considered_at IS NOT NULL AND considered_by_id IS NOT NULL;
INSERT INTO casework_badcharactercheck (police_return_id, kind, made_on, not_made_reason)
    SELECT said.id, made.kind, made.made_on, ''
    FROM casework_policereturn AS said
    JOIN casework_badcharacterconsideration AS record ON record.id = said.consideration_id
    CROSS JOIN LATERAL (VALUES
        (1, 'pnc', record.pnc_checked_on), (2, 'pnd', record.pnd_checked_on), (3, 'local', record.local_checked_on)
    ) AS made (place, kind, made_on)
    WHERE made.made_on IS NOT NULL ORDER BY said.id, made.place;
INSERT INTO casework_badcharacterreview (consideration_id, round, by_id, at, assessment, items, shows_propensity,
        propensity_reasons, fairness_note, cross_note, contamination, contamination_note, under_14_note, others_note)
    SELECT id, round, prosecutor_id, coalesce(decided_at, moved_at), assessment, '{}', '', '', '', '', '', '', '', ''
    FROM casework_badcharacterconsideration WHERE assessment <> '' AND prosecutor_id IS NOT NULL;
UPDATE casework_badcharacterconsideration SET decision = CASE
    WHEN position = 'pursued' THEN 'authorised'
    WHEN position = 'not_pursued' AND nil_return THEN 'none_known'
    WHEN position = 'not_pursued' THEN 'not_applicable'
    WHEN nil_return = false THEN 'proposed'
    ELSE '' END;
INSERT INTO casework_badcharacterdecision (consideration_id, round, by_id, at, decision, gateways, items, reasons)
    SELECT id, round, prosecutor_id, decided_at, decision,
        coalesce((SELECT jsonb_object_agg(code, '{}'::jsonb) FROM jsonb_array_elements_text(gateways) AS code), '{}'),
        CASE WHEN position = 'pursued' THEN coalesce((
            SELECT jsonb_agg(item.number ORDER BY item.number) FROM casework_badcharacteritem AS item
            WHERE item.consideration_id = record.id), '[]') ELSE '[]' END,
        reasons
    FROM casework_badcharacterconsideration AS record
    WHERE decided_at IS NOT NULL AND prosecutor_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
TABLES = (
    "policereturn",
    "badcharactercheck",
    "badcharacteritem",
    "badcharacterreview",
    "badcharacterdecision",
)
NEVER_CHANGED = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON casework_{table} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();\n"
    for table in TABLES
)
CHANGED_AGAIN = "".join(f"DROP TRIGGER {table}_append_only ON casework_{table};\n" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0026_special_measures'),
    ]

    operations = [
        migrations.CreateModel(
            name='BadCharacterCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pnc', 'Police National Computer'), ('pnd', 'Police National Database'), ('local', 'Local intelligence'), ('force_wide', 'Force-wide search'), ('complainants', 'Search for other complainants')], max_length=20)),
                ('made_on', models.DateField(null=True)),
                ('not_made_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BadCharacterCheckpoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('kind', models.CharField(choices=[('early_advice', 'Early advice'), ('charge', 'Charge'), ('ptph', 'PTPH')], max_length=20)),
                ('position', models.CharField(choices=[('confirm', 'Confirmation of the bad character decision'), ('stands', 'Bad character decision stands'), ('reopened', 'Bad character considered again')], default='confirm', max_length=20)),
                ('since', models.DateField(help_text='The day from which its date is counted')),
                ('due_on', models.DateField()),
            ],
            options={
                'ordering': ['consideration__suspect__reference', 'opened_at'],
            },
        ),
        migrations.CreateModel(
            name='BadCharacterDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('decision', models.CharField(choices=[('proposed', 'Proposed by the police'), ('none_known', 'No bad character known'), ('not_applicable', 'Considered, not applicable'), ('pending', 'Waits for material'), ('authorised', 'To be put before the court'), ('notice_served', 'Notice served'), ('objected', 'Objected to'), ('admitted', 'Admitted'), ('admitted_in_part', 'Admitted in part'), ('excluded', 'Excluded')], max_length=20)),
                ('gateways', models.JSONField(default=dict)),
                ('items', models.JSONField(default=list, help_text='The numbers of the items that are relied on')),
                ('reasons', models.TextField()),
            ],
            options={
                'ordering': ['round'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BadCharacterNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('position', models.CharField(choices=[('draft', 'Draft of the bad character notice'), ('serve', 'Service of the bad character notice'), ('objection', 'Answer to the bad character notice'), ('application', 'Application to the court on bad character'), ('ruling', 'Ruling of the court on bad character'), ('admitted', 'Bad character admitted'), ('admitted_in_part', 'Bad character excluded in part'), ('excluded', 'Bad character excluded')], default='draft', max_length=20)),
                ('court', models.CharField(choices=[('magistrates', 'Magistrates’ court'), ('crown', 'Crown Court')], help_text='Where not guilty was pleaded', max_length=20)),
                ('plea_on', models.DateField(help_text='When not guilty was pleaded')),
                ('due_on', models.DateField(help_text='The last day on which it is served in time')),
                ('facts', models.TextField(blank=True, help_text='The facts of the misconduct')),
                ('relies_on', models.CharField(blank=True, choices=[('conviction', 'The conviction itself'), ('circumstances', 'The circumstances'), ('both', 'The conviction itself and its circumstances')], max_length=20)),
                ('proof', models.TextField(blank=True, help_text='How the facts are proved if they are disputed')),
                ('relevance', models.TextField(blank=True, help_text='Why the evidence is admissible')),
                ('drafted_at', models.DateTimeField(null=True)),
                ('served_on', models.DateField(null=True)),
                ('served_whom', models.TextField(blank=True, help_text='On whom, beside the court')),
                ('late_reason', models.TextField(blank=True)),
                ('extension_sought', models.TextField(blank=True)),
                ('objection_by', models.DateField(help_text='The last day for an objection in time', null=True)),
                ('objected_on', models.DateField(help_text='When the objection was served; empty without one', null=True)),
                ('objection', models.TextField(blank=True)),
                ('applied_on', models.DateField(help_text='When the court was asked to decide', null=True)),
                ('application', models.TextField(blank=True)),
                ('ruled_on', models.DateField(null=True)),
                ('ruling_reasons', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['consideration__suspect__reference', 'number'],
            },
        ),
        migrations.CreateModel(
            name='BadCharacterReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('assessment', models.TextField()),
                ('items', models.JSONField(default=dict, help_text='What is said of each item, by its number')),
                ('shows_propensity', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('not_relied_on', 'Propensity is not relied on')], max_length=20)),
                ('makes_guilt_likelier', models.BooleanField(null=True)),
                ('reliance_unjust', models.BooleanField(null=True)),
                ('propensity_reasons', models.TextField(blank=True)),
                ('fairness_note', models.TextField(blank=True, help_text='Time and fairness (section 101(3) and (4))')),
                ('cross_note', models.TextField(blank=True, help_text='Between the charges (section 112(2))')),
                ('contamination', models.CharField(blank=True, choices=[('none', 'No sign of it'), ('possible', 'It is possible')], max_length=10)),
                ('contamination_note', models.TextField(blank=True, help_text='Section 107')),
                ('under_14_note', models.TextField(blank=True, help_text='Section 108')),
                ('others_note', models.TextField(blank=True, help_text='Victims and witnesses (section 100)')),
            ],
            options={
                'ordering': ['round'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoliceReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('asked', models.TextField(blank=True, help_text='What they were asked to look into, or what was new')),
                ('mg16_reference', models.CharField(blank=True, max_length=40, verbose_name='MG16 reference')),
                ('others_note', models.TextField(blank=True, help_text="Bad character of a victim or witness (section 100), apart from the suspect's")),
            ],
            options={
                'ordering': ['round'],
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='badcharacteritem',
            options={'ordering': ['number']},
        ),
        migrations.AddField(
            model_name='badcharacterconsideration',
            name='decision',
            field=models.CharField(blank=True, choices=[('proposed', 'Proposed by the police'), ('none_known', 'No bad character known'), ('not_applicable', 'Considered, not applicable'), ('pending', 'Waits for material'), ('authorised', 'To be put before the court'), ('notice_served', 'Notice served'), ('objected', 'Objected to'), ('admitted', 'Admitted'), ('admitted_in_part', 'Admitted in part'), ('excluded', 'Excluded')], help_text='What has come of it so far', max_length=20),
        ),
        migrations.AddField(
            model_name='badcharacterconsideration',
            name='material_by',
            field=models.DateField(help_text='When the material that is waited for is due', null=True),
        ),
        migrations.AddField(
            model_name='badcharacteritem',
            name='court',
            field=models.CharField(blank=True, help_text='The court, or the jurisdiction', max_length=150),
        ),
        migrations.AddField(
            model_name='badcharacteritem',
            name='disclosable',
            field=models.CharField(choices=[('yes', 'It can be disclosed'), ('no', 'It cannot be disclosed'), ('to_check', 'To be checked')], default='to_check', max_length=10),
        ),
        migrations.AddField(
            model_name='badcharacteritem',
            name='number',
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='badcharacteritem',
            name='offence',
            field=models.CharField(blank=True, help_text='The offence, or what it was', max_length=200),
        ),
        migrations.AddField(
            model_name='badcharacteritem',
            name='source',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AlterField(
            model_name='badcharacterconsideration',
            name='nil_return',
            field=models.BooleanField(help_text='Nothing was found, in this round or one before', null=True),
        ),
        migrations.AlterField(
            model_name='badcharacterconsideration',
            name='position',
            field=models.CharField(choices=[('consider', 'Bad character consideration'), ('review', "Prosecutor's bad character review"), ('decide', 'Bad character decision'), ('pending', 'Look at material on bad character'), ('pursued', 'Bad character to be applied for'), ('not_pursued', 'Bad character considered, not applied for')], default='consider', max_length=20),
        ),
        migrations.AlterField(
            model_name='badcharacterconsideration',
            name='return_reason',
            field=models.TextField(blank=True, help_text='What the police are to look into in this round'),
        ),
        migrations.AddField(
            model_name='badcharactercheckpoint',
            name='case_file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile'),
        ),
        migrations.AddField(
            model_name='badcharactercheckpoint',
            name='consideration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='casework.badcharacterconsideration'),
        ),
        migrations.AddField(
            model_name='badcharactercheckpoint',
            name='prosecutor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='badcharacterdecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='badcharacterdecision',
            name='consideration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='casework.badcharacterconsideration'),
        ),
        migrations.AddField(
            model_name='badcharacternotice',
            name='case_file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile'),
        ),
        migrations.AddField(
            model_name='badcharacternotice',
            name='consideration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='casework.badcharacterconsideration'),
        ),
        migrations.AddField(
            model_name='badcharacternotice',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='casework.badcharacterdecision'),
        ),
        migrations.AddField(
            model_name='badcharacternotice',
            name='drafted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='badcharacternotice',
            name='prosecutor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='badcharacterreview',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='badcharacterreview',
            name='consideration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='casework.badcharacterconsideration'),
        ),
        migrations.AddField(
            model_name='policereturn',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policereturn',
            name='consideration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='casework.badcharacterconsideration'),
        ),
        migrations.AddField(
            model_name='badcharactercheck',
            name='police_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='casework.policereturn'),
        ),
        migrations.AddConstraint(
            model_name='badcharactercheckpoint',
            constraint=models.UniqueConstraint(fields=('consideration', 'kind'), name='bad_character_checkpoint_once_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='badcharacterdecision',
            constraint=models.UniqueConstraint(fields=('consideration', 'round'), name='badcharacterdecision_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='badcharacternotice',
            constraint=models.UniqueConstraint(fields=('consideration', 'number'), name='bad_character_notice_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='badcharacternotice',
            constraint=models.CheckConstraint(condition=models.Q(('served_on__isnull', True), ('served_on__lte', models.F('due_on')), models.Q(models.Q(('late_reason', ''), _negated=True), models.Q(('extension_sought', ''), _negated=True)), _connector='OR'), name='bad_character_notice_late_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='badcharacternotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['admitted', 'admitted_in_part', 'excluded']), _negated=True), models.Q(('ruled_on__isnull', False), models.Q(('ruling_reasons', ''), _negated=True)), _connector='OR'), name='bad_character_notice_ruled_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='badcharacterreview',
            constraint=models.UniqueConstraint(fields=('consideration', 'round'), name='badcharacterreview_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='policereturn',
            constraint=models.UniqueConstraint(fields=('consideration', 'round'), name='policereturn_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='badcharactercheck',
            constraint=models.UniqueConstraint(fields=('police_return', 'kind'), name='bad_character_check_once'),
        ),
        migrations.AddConstraint(
            model_name='badcharactercheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_on__isnull', False), ('not_made_reason', '')), models.Q(('made_on__isnull', True), models.Q(('not_made_reason', ''), _negated=True)), _connector='OR'), name='bad_character_check_made_or_why_not'),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='assessment',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='considered_by',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='decided_at',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='gateways',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='local_checked_on',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='pnc_checked_on',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='pnd_checked_on',
        ),
        migrations.RemoveField(
            model_name='badcharacterconsideration',
            name='reasons',
        ),
        migrations.AddConstraint(
            model_name='badcharacteritem',
            constraint=models.UniqueConstraint(fields=('consideration', 'number'), name='bad_character_item_numbered_once'),
        ),
        migrations.RunSQL(NEVER_CHANGED, CHANGED_AGAIN),
    ]
