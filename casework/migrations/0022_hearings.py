# The hearings become records with a key of their own kind, so that their result can be work.

import django.db.models.deletion
import uuid
from datetime import timedelta
from django.conf import settings
from django.db import migrations, models

from casework.deadlines.calendar import working_day_from
from casework.deadlines.holidays import holidays_of_file, holidays_supposed


def copy(apps, schema_editor):
    """Only trials were listed before. By when their results were due is a matter of rules.json."""
    new = apps.get_model("casework", "ListedHearing")
    # The table of the changes to the calendar comes with a later migration.
    with holidays_supposed(holidays_of_file()):
        new.objects.bulk_create(
            new(
                case_file_id=old.case_file_id,
                position="vacated" if old.vacated_at else "listed",
                kind=old.kind,
                on=old.on,
                court="crown",
                listed_at=old.listed_at,
                vacated_at=old.vacated_at,
                opened_at=old.listed_at,
                moved_at=old.vacated_at or old.listed_at,
                result_due_on=working_day_from(old.on + timedelta(days=1)),
            )
            for old in apps.get_model("casework", "Hearing").objects.all()
        )
    # A table with checks still to be made cannot be renamed.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0021_witness_care_and_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListedHearing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('listed', 'Result of the hearing'), ('held', 'Hearing held'), ('vacated', 'Hearing vacated')], default='listed', max_length=20)),
                ('kind', models.CharField(choices=[('first_hearing', 'First hearing'), ('sending', 'Sending to the Crown Court'), ('ptph', 'Plea and trial preparation hearing'), ('ground_rules', 'Ground rules hearing'), ('section_28', 'Section 28 recording'), ('trial', 'Trial'), ('sentence', 'Sentence hearing')], max_length=20)),
                ('on', models.DateField(help_text='The day, or the first day of a warned list')),
                ('warned_to', models.DateField(help_text='The last day of a warned list; empty for a fixed date', null=True)),
                ('starts_at', models.TimeField(help_text='As the court lists it, in local time', null=True)),
                ('court', models.CharField(choices=[('magistrates', 'Magistrates’ court'), ('crown', 'Crown Court')], max_length=20)),
                ('court_name', models.CharField(blank=True, max_length=100)),
                ('listed_at', models.DateTimeField()),
                ('vacated_at', models.DateTimeField(null=True)),
                ('result', models.TextField(blank=True, help_text='What came of it, or why it was vacated')),
                ('result_due_on', models.DateField(help_text='By when its result is to be recorded')),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
            ],
            options={
                'ordering': ['on', 'opened_at'],
            },
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel('Hearing'),
        migrations.RenameModel('ListedHearing', 'Hearing'),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.UniqueConstraint(condition=models.Q(('position', 'listed')), fields=('case_file', 'kind'), name='hearing_listed_once'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', 'vacated'), ('vacated_at__isnull', False)), models.Q(models.Q(('position', 'vacated'), _negated=True), ('vacated_at__isnull', True)), _connector='OR'), name='hearing_vacated_at_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(('warned_to__isnull', True), models.Q(('kind', 'trial'), ('warned_to__gt', models.F('on'))), _connector='OR'), name='hearing_warned_list_of_a_trial'),
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('sentence', models.TextField(help_text='What the court passed, in its words')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sentences', to='casework.suspect')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('verdict', models.CharField(choices=[('guilty', 'Guilty'), ('guilty_of_some', 'Guilty of some charges, not guilty of others'), ('not_guilty', 'Not guilty'), ('not_agreed', 'The jury could not agree')], max_length=20)),
                ('on', models.DateField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='casework.suspect')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Plea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('plea', models.CharField(choices=[('guilty', 'Guilty'), ('not_guilty', 'Not guilty')], max_length=20)),
                ('guilty_to_some', models.BooleanField(default=False, help_text='Not guilty, but guilty to other charges')),
                ('court', models.CharField(choices=[('magistrates', 'Magistrates’ court'), ('crown', 'Crown Court')], max_length=20)),
                ('entered_on', models.DateField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pleas', to='casework.suspect')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('guilty_to_some', False), ('plea', 'not_guilty'), _connector='OR'), name='plea_guilty_to_some_of_several')],
            },
        ),
        migrations.CreateModel(
            name='CustodyTimeLimit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('keep', 'Watch on the custody time limit'), ('bailed', 'On bail, so that the custody time limit does not run'), ('ended', 'Custody time limit ended')], default='keep', max_length=20)),
                ('stage', models.CharField(choices=[('magistrates', 'Magistrates’ court'), ('crown', 'Crown Court')], help_text='Whose limit runs', max_length=20)),
                ('days_allowed', models.PositiveSmallIntegerField(help_text="By the last extension at this stage; empty while the rule's own limit stands", null=True)),
                ('expires_on', models.DateField(help_text='The last day; while on bail, what it was before')),
                ('ended_because', models.CharField(blank=True, choices=[('trial', 'The trial has begun'), ('plea', 'The defendant has pleaded guilty'), ('sentence', 'The defendant has been sentenced'), ('discontinued', 'The case against the defendant has been discontinued'), ('error', 'It was recorded in error')], max_length=20)),
                ('ended_on', models.DateField(null=True)),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('prosecutor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody_limits', to='casework.suspect')),
            ],
            options={
                'ordering': ['suspect__reference', 'opened_at'],
            },
        ),
        migrations.CreateModel(
            name='CustodyPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_from', models.DateField()),
                ('released_on', models.DateField(null=True)),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='casework.custodytimelimit')),
            ],
            options={
                'ordering': ['held_from'],
            },
        ),
        migrations.CreateModel(
            name='CustodyExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('magistrates', 'Magistrates’ court'), ('crown', 'Crown Court')], max_length=20)),
                ('ordered_on', models.DateField()),
                ('expired_on', models.DateField(help_text='The last day before the extension')),
                ('expires_on', models.DateField(help_text='The last day by the extension')),
                ('reason', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='casework.custodytimelimit')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='custodytimelimit',
            constraint=models.UniqueConstraint(condition=models.Q(('position', 'ended'), _negated=True), fields=('suspect',), name='custody_limit_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='custodytimelimit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('position', 'ended'), models.Q(('ended_because', ''), _negated=True)), models.Q(models.Q(('position', 'ended'), _negated=True), ('ended_because', ''), ('ended_on__isnull', True)), _connector='OR'), name='custody_limit_ended_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='custodyperiod',
            constraint=models.UniqueConstraint(condition=models.Q(('released_on__isnull', True)), fields=('limit',), name='custody_period_one_open'),
        ),
        migrations.AddConstraint(
            model_name='custodyperiod',
            constraint=models.CheckConstraint(condition=models.Q(('released_on__isnull', True), ('released_on__gte', models.F('held_from')), _connector='OR'), name='custody_period_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='custodyextension',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('expired_on'))), name='custody_extension_is_longer'),
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='scope',
            field=models.CharField(choices=[('person', 'Their own'), ('team', 'Of the team that they lead')], default='person', max_length=10),
        ),
        migrations.AlterField(
            model_name='calendarfeed',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(fields=('person', 'scope'), name='calendar_feed_one_of_a_scope'),
        ),
    ]
