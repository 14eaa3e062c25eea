"""Early advice in full: rejections and appeals by round, the advice in versions that never change, its lines.

What the old columns hold becomes the last rejection and version 1 of the advice. Who did it and when
is in the events.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


SECTIONS = (
    "reasonable_lines",
    "potential_charges",
    "evidential_requirements",
    "disclosure_management",
    "strategy",
)

FORWARD = """
CREATE TRIGGER advice_append_only BEFORE UPDATE OR DELETE ON casework_advicerecord
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER line_of_inquiry_append_only BEFORE UPDATE OR DELETE ON casework_lineofinquiry
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
"""
BACKWARD = """
DROP TRIGGER line_of_inquiry_append_only ON casework_lineofinquiry;
DROP TRIGGER advice_append_only ON casework_advicerecord;
"""
# The checks of the new rows, which would else wait for the end and keep the table from being altered.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"


def carry_over(apps, schema_editor):
    for record in apps.get_model("casework", "EarlyAdviceRequest").objects.all():
        events = list(
            apps.get_model("casework", "Event").objects.filter(subject=record.pk).order_by("pk")
        )
        _considered(record, events)
        _rejected(apps, record, events)
        _advised(apps, record, events)


def _last(events, *verbs):
    return next((event for event in reversed(events) if event.verb in verbs), None)


def _considered(record, events):
    considered = _last(events, "requested", "not_sought")
    if considered:
        record.considered_at, record.considered_by_id = considered.at, considered.actor_id
        record.save(update_fields=["considered_at", "considered_by"])


def _rejected(apps, record, events):
    rejected = _last(events, "rejected")
    if not rejected or not record.rejection_reasons:
        return
    # A request that was made again since is in its next round.
    again = any(event.verb == "requested_again" and event.pk > rejected.pk for event in events)
    apps.get_model("casework", "EarlyAdviceRejection").objects.create(
        request=record,
        round=record.round - again,
        reasons=record.rejection_reasons,
        detail=record.rejection_detail,
        respond_by=record.respond_by,
        rejected_at=rejected.at,
        rejected_by_id=rejected.actor_id,
        rejected_for_id=rejected.on_behalf_of_id,
    )


def _advised(apps, record, events):
    advised = _last(events, "advised")
    if not advised or not record.advised_on:
        return
    apps.get_model("casework", "AdviceRecord").objects.create(
        request=record,
        version=1,
        mode=record.advice_mode,
        advised_on=record.advised_on,
        by_id=advised.actor_id,
        on_behalf_of_id=advised.on_behalf_of_id,
        at=advised.at,
        **{name: getattr(record, name) for name in SECTIONS},
    )


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0017_escalations'),
    ]

    operations = [
        migrations.AddField(
            model_name='earlyadvicerequest',
            name='considered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='earlyadvicerequest',
            name='considered_by',
            field=models.ForeignKey(help_text='Who last decided whether early advice is sought', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlyadvicerequest',
            name='follow_up',
            field=models.TextField(blank=True, help_text='What a follow-up that is not yet answered asks'),
        ),
        migrations.AddField(
            model_name='filereturn',
            name='details',
            field=models.JSONField(blank=True, default=dict, help_text='What was said of a reason, by its code'),
        ),
        migrations.AlterField(
            model_name='earlyadvicerequest',
            name='position',
            field=models.CharField(choices=[('consider', 'Consideration of early advice'), ('triage', 'Early advice triage'), ('revise', 'Revised early advice request'), ('appeal', "Inspector's decision on an appeal"), ('appealed', 'Decision on the appeal'), ('advise', 'Early advice'), ('acknowledge', 'Acknowledgement of early advice'), ('advised', 'Early advice given'), ('not_sought', 'Early advice not sought')], default='consider', max_length=20),
        ),
        migrations.AlterField(
            model_name='earlyadvicerequest',
            name='respond_by',
            field=models.DateField(help_text='The date for the police that the CPS set last', null=True),
        ),
        migrations.CreateModel(
            name='AdviceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('remote', 'By video or telephone'), ('written', 'In writing')], max_length=10)),
                ('advised_on', models.DateField()),
                ('attendees', models.TextField(blank=True)),
                ('follow_up', models.TextField(blank=True, help_text='What the police asked, for a follow-up')),
                ('reasonable_lines', models.TextField(blank=True, verbose_name='Reasonable lines of inquiry')),
                ('potential_charges', models.TextField(blank=True, verbose_name='Potential charges and their legal elements')),
                ('evidential_requirements', models.TextField(blank=True, verbose_name='Evidential requirements')),
                ('pre_charge_procedures', models.TextField(blank=True, verbose_name='Pre-charge procedures')),
                ('disclosure_management', models.TextField(blank=True, verbose_name='Disclosure management')),
                ('third_party_material', models.TextField(blank=True, verbose_name='Third-party material')),
                ('digital_strategy', models.TextField(blank=True, verbose_name='Digital strategy')),
                ('asset_recovery', models.TextField(blank=True, verbose_name='Asset recovery and financial strategy')),
                ('strategy', models.TextField(blank=True, verbose_name='Overall strategy of the investigation')),
                ('bad_character', models.TextField(blank=True, verbose_name='Bad character enquiries')),
                ('special_measures', models.TextField(blank=True, verbose_name='Special measures and victim personal statement')),
                ('next_contact_on', models.DateField(null=True)),
                ('conclusion', models.CharField(blank=True, choices=[('return_for_charge', 'The case is to return for a charging decision'), ('further_consultation', 'A further consultation is needed'), ('no_prospect', 'No realistic prospect of conviction on any view')], max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.ForeignKey(help_text='The colleague who was away, where somebody recorded it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advice', to='casework.earlyadvicerequest')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='EarlyAdviceRejection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField()),
                ('details', models.JSONField(blank=True, default=dict, help_text='What was said of a reason, by its code')),
                ('detail', models.TextField(blank=True)),
                ('respond_by', models.DateField(null=True)),
                ('rejected_at', models.DateTimeField()),
                ('rejected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rejected_for', models.ForeignKey(help_text='The colleague who was away, where somebody rejected it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rejections', to='casework.earlyadvicerequest')),
            ],
            options={
                'ordering': ['-round'],
            },
        ),
        migrations.CreateModel(
            name='EarlyAdviceAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('why', models.TextField()),
                ('considered_at', models.DateTimeField(null=True)),
                ('grounds', models.TextField(blank=True, help_text='Why the inspector appeals, or does not')),
                ('decided_at', models.DateTimeField(null=True)),
                ('reasons', models.TextField(blank=True, help_text='Why the CPS dismissed it')),
                ('outcome', models.CharField(blank=True, choices=[('not_made', 'No appeal made'), ('allowed', 'Appeal allowed'), ('dismissed', 'Appeal dismissed')], max_length=10)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('considered_by', models.ForeignKey(help_text='The inspector', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rejection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='casework.earlyadvicerejection')),
            ],
        ),
        migrations.CreateModel(
            name='LineOfInquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=250)),
                ('owner', models.CharField(choices=[('police', 'Police'), ('cps', 'CPS')], max_length=10)),
                ('kind', models.CharField(choices=[('general', 'General'), ('third_party', 'Third-party material'), ('digital', 'Digital device'), ('other', 'Other')], max_length=20)),
                ('target_on', models.DateField()),
                ('necessity', models.TextField(blank=True)),
                ('proportionality', models.TextField(blank=True)),
                ('advice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='casework.advicerecord')),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines_of_inquiry', to='casework.casefile')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='LineAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('answer', 'Answer to a line of inquiry'), ('done', 'Line of inquiry followed'), ('not_done', 'Line of inquiry not followed in full')], default='answer', max_length=20)),
                ('followed', models.CharField(blank=True, choices=[('followed', 'Followed'), ('partly', 'Partly followed'), ('not_followed', 'Not followed')], max_length=20)),
                ('detail', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='casework.lineofinquiry')),
            ],
            options={
                'ordering': ['line__advice__version', 'line__number'],
            },
        ),
        migrations.AddConstraint(
            model_name='advicerecord',
            constraint=models.UniqueConstraint(fields=('request', 'version'), name='advice_version_once'),
        ),
        migrations.AddConstraint(
            model_name='earlyadvicerejection',
            constraint=models.UniqueConstraint(fields=('request', 'round'), name='early_advice_rejected_once_per_round'),
        ),
        migrations.AddConstraint(
            model_name='lineofinquiry',
            constraint=models.UniqueConstraint(fields=('advice', 'number'), name='line_of_inquiry_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='lineofinquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['digital', 'third_party']), _negated=True), models.Q(models.Q(('necessity', ''), _negated=True), models.Q(('proportionality', ''), _negated=True)), _connector='OR'), name='line_of_inquiry_necessary_and_proportionate'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL(CHECK_NOW, CHECK_NOW),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='advice_mode',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='advised_on',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='disclosure_management',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='evidential_requirements',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='potential_charges',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='reasonable_lines',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='rejection_detail',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='rejection_reasons',
        ),
        migrations.RemoveField(
            model_name='earlyadvicerequest',
            name='strategy',
        ),
    ]
