"""A decision for each offence, meetings as records, reviews for victims, police outcomes.

What was decided before is carried over: each charge that was authorised met both stages, and each
offence of a case in which nobody was charged failed at the stage that was named. Of a meeting the
day was kept, and is kept on. Nobody is told anew of decisions made before.
"""
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# The foreign keys of the new rows are checked before their tables are altered further.
CARRY_OVER = """
INSERT INTO casework_chargedecision (decision_id, round, offence_id, evidential, evidential_reasons,
        public_interest, public_interest_reasons, authorised)
    SELECT d.id, d.round, c.offence_id, 'met', COALESCE(NULLIF(d.reasons, ''), 'Not kept'),
        'met', COALESCE(NULLIF(d.reasons, ''), 'Not kept'), true
    FROM casework_chargingdecision d JOIN casework_chargingdecision_charges c ON c.chargingdecision_id = d.id;
UPDATE casework_chargingdecision d SET charges_authorised =
    (SELECT count(*) FROM casework_chargedecision c WHERE c.decision_id = d.id);
INSERT INTO casework_chargedecision (decision_id, round, offence_id, evidential, evidential_reasons,
        public_interest, public_interest_reasons, authorised)
    SELECT d.id, d.round, o.id,
        CASE d.nfa_stage WHEN 'evidential' THEN 'not_met' ELSE 'met' END,
        COALESCE(NULLIF(d.reasons, ''), 'Not kept'),
        CASE d.nfa_stage WHEN 'evidential' THEN '' ELSE 'not_met' END,
        CASE d.nfa_stage WHEN 'evidential' THEN '' ELSE COALESCE(NULLIF(d.reasons, ''), 'Not kept') END,
        false
    FROM casework_chargingdecision d JOIN casework_offence o ON o.case_file_id = d.case_file_id
    WHERE d.position = 'nfa';
INSERT INTO casework_chargingmeeting (id, decision_id, round, held_on, how, investigator_id, prosecutor_id,
        discussed, recorded_at, recorded_by_id, recorded_for, answer, answer_reason)
    SELECT gen_random_uuid(), d.id, d.round, d.meeting_on, '', c.officer_in_case_id, d.decided_by_id,
        '', d.decided_at, d.decided_by_id, 'cps', '', ''
    FROM casework_chargingdecision d JOIN casework_casefile c ON c.id = d.case_file_id
    WHERE d.position = 'nfa';
UPDATE casework_chargingdecision d SET meeting_id =
    (SELECT m.id FROM casework_chargingmeeting m WHERE m.decision_id = d.id);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
KEPT = ("chargedecision", "thresholdconfirmation", "thresholdreview")
NEVER_CHANGED = "".join(
    f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON casework_{name} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    for name in KEPT
)
NO_MORE = "".join(f"DROP TRIGGER {name}_append_only ON casework_{name};" for name in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0010_clinics'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChargeDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('evidential', models.CharField(choices=[('met', 'Met'), ('not_met', 'Not met')], max_length=10)),
                ('evidential_reasons', models.TextField()),
                ('public_interest', models.CharField(blank=True, choices=[('met', 'Met'), ('not_met', 'Not met')], max_length=10)),
                ('public_interest_reasons', models.TextField(blank=True)),
                ('authorised', models.BooleanField()),
            ],
            options={
                'ordering': ['-round', 'offence__reference'],
            },
        ),
        migrations.CreateModel(
            name='ChargingMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(help_text='The round of the decision in which it was recorded')),
                ('held_on', models.DateField()),
                ('how', models.CharField(blank=True, choices=[('in_person', 'In person'), ('virtual', 'By video or telephone')], help_text='Unknown of the oldest, of which the day was kept', max_length=10)),
                ('discussed', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_for', models.CharField(choices=[('police', 'Police'), ('cps', 'CPS')], help_text='The side that recorded it', max_length=10)),
                ('answer', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('disputed', 'Disputed')], max_length=10)),
                ('answer_reason', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-held_on', '-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='DecisionReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('review', 'Review of the decision for the victim'), ('upheld', 'Decision upheld on review'), ('overturned', 'Decision overturned on review')], default='review', max_length=20)),
                ('asked_on', models.DateField()),
                ('late_reason', models.TextField(blank=True)),
                ('reasons', models.TextField(blank=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['opened_at'],
            },
        ),
        migrations.CreateModel(
            name='PoliceOutcome',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=4)),
                ('reasons', models.TextField()),
                ('victim_view', models.TextField(blank=True, help_text='What the victim said, where the outcome rests on it')),
                ('victim_told_on', models.DateField(null=True)),
                ('victim_not_told_reason', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('reopened_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['recorded_at', 'suspect__reference'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRight',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('tell', 'Letter to the victim on the decision'), ('told', 'Victim told of the decision and of the right to review')], default='tell', max_length=20)),
                ('decision_round', models.PositiveSmallIntegerField(help_text='The round in which it was decided')),
                ('told_on', models.DateField(help_text='The date of the letter', null=True)),
                ('told_how', models.CharField(blank=True, choices=[('letter', 'Letter by post'), ('email', 'Letter by email'), ('in_person', 'Letter handed over in person')], max_length=10)),
                ('ask_by', models.DateField(help_text='The last day on which a review is normally asked for', null=True)),
                ('ask_latest', models.DateField(help_text='The last day, but for exceptional reasons', null=True)),
            ],
            options={
                'ordering': ['decision__suspect__reference', 'victim__reference', 'decision_round'],
            },
        ),
        migrations.CreateModel(
            name='ThresholdConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('condition', models.CharField(max_length=20)),
                ('reasons', models.TextField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ThresholdReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('full_code_met', 'Full Code Test met'), ('wait', 'Full Code Test not met yet'), ('discontinue', 'Discontinuance recommended')], max_length=20)),
                ('reasons', models.TextField()),
                ('next_review_on', models.DateField(null=True)),
                ('reviewed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['reviewed_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='chargingdecision',
            name='charging_nfa_after_a_meeting',
        ),
        migrations.AddField(
            model_name='chargingdecision',
            name='charges_authorised',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='chargingdecision',
            name='finalised_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chargingdecision',
            name='finalised_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='chargingdecision',
            name='round_began_at',
            field=models.DateTimeField(help_text='When the last material came back; nothing has come back yet in the first round', null=True),
        ),
        migrations.AlterField(
            model_name='chargingdecision',
            name='position',
            field=models.CharField(choices=[('review', 'Charging decision'), ('plan_review', 'Review of a further action plan'), ('waiting', 'Answers to the action plan'), ('charged', 'Charged'), ('threshold', 'Review of the Threshold charge'), ('discontinue', 'Charged, discontinuance recommended'), ('nfa', 'No further action'), ('finalised', 'Administratively finalised')], default='review', max_length=20),
        ),
        migrations.AlterField(
            model_name='filesubmission',
            name='position',
            field=models.CharField(choices=[('prepare', 'File submission'), ('sign_off', "Supervisor's sign-off"), ('review', "Gatekeeper's review"), ('correct', 'Corrected file'), ('accepted', 'File accepted to the CPS'), ('ended', 'Ended by the police')], default='prepare', max_length=20),
        ),
        migrations.AddField(
            model_name='chargedecision',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charge_decisions', to='casework.chargingdecision'),
        ),
        migrations.AddField(
            model_name='chargedecision',
            name='offence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charge_decisions', to='casework.offence'),
        ),
        migrations.AddField(
            model_name='chargingmeeting',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chargingmeeting',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='casework.chargingdecision'),
        ),
        migrations.AddField(
            model_name='chargingmeeting',
            name='investigator',
            field=models.ForeignKey(help_text='Who attended for the police', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chargingmeeting',
            name='prosecutor',
            field=models.ForeignKey(help_text='Who attended for the CPS', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chargingmeeting',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chargingdecision',
            name='meeting',
            field=models.ForeignKey(help_text='The meeting of investigator and prosecutor on which no further action rests', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.chargingmeeting'),
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='chargingdecision',
            name='charges',
        ),
        migrations.RemoveField(
            model_name='chargingdecision',
            name='meeting_on',
        ),
        migrations.RemoveField(
            model_name='chargingdecision',
            name='reasons',
        ),
        migrations.AddConstraint(
            model_name='chargingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', 'finalised'), _negated=True), models.Q(('finalised_by__isnull', False), models.Q(('finalised_reason', ''), _negated=True)), _connector='OR'), name='charging_finalised_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='chargingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', 'nfa'), _negated=True), models.Q(('charges_authorised', 0), ('meeting__isnull', False), models.Q(('nfa_stage', ''), _negated=True)), _connector='OR'), name='charging_nfa_after_a_meeting'),
        ),
        migrations.AddConstraint(
            model_name='chargingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['charged', 'threshold', 'discontinue']), _negated=True), ('charges_authorised__gte', 1), _connector='OR'), name='charging_charge_is_authorised'),
        ),
        migrations.AddField(
            model_name='decisionreview',
            name='case_file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile'),
        ),
        migrations.AddField(
            model_name='decisionreview',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policeoutcome',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policeoutcome',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='police_outcomes', to='casework.filesubmission'),
        ),
        migrations.AddField(
            model_name='policeoutcome',
            name='suspect',
            field=models.ForeignKey(help_text='Nobody, where no suspect was identified', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='police_outcomes', to='casework.suspect'),
        ),
        migrations.AddField(
            model_name='reviewright',
            name='case_file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile'),
        ),
        migrations.AddField(
            model_name='reviewright',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_rights', to='casework.chargingdecision'),
        ),
        migrations.AddField(
            model_name='reviewright',
            name='victim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_rights', to='casework.victim'),
        ),
        migrations.AddField(
            model_name='decisionreview',
            name='right',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='casework.reviewright'),
        ),
        migrations.AddField(
            model_name='thresholdconfirmation',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='casework.chargingdecision'),
        ),
        migrations.AddField(
            model_name='thresholdreview',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threshold_reviews', to='casework.chargingdecision'),
        ),
        migrations.AddField(
            model_name='thresholdreview',
            name='reviewed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='chargedecision',
            constraint=models.UniqueConstraint(fields=('decision', 'round', 'offence'), name='charge_decided_once_per_round'),
        ),
        migrations.AddConstraint(
            model_name='chargedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidential', 'met'), ('public_interest__in', ['met', 'not_met'])), models.Q(('evidential', 'not_met'), ('public_interest', ''), ('public_interest_reasons', '')), _connector='OR'), name='charge_public_interest_after_evidence'),
        ),
        migrations.AddConstraint(
            model_name='chargedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authorised', True), ('evidential', 'met'), ('public_interest', 'met')), models.Q(('authorised', False), models.Q(('evidential', 'met'), ('public_interest', 'met'), _negated=True)), _connector='OR'), name='charge_authorised_if_both_are_met'),
        ),
        migrations.AddConstraint(
            model_name='chargedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidential_reasons', ''), _negated=True), models.Q(('public_interest', ''), models.Q(('public_interest_reasons', ''), _negated=True), _connector='OR')), name='charge_decided_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='chargingmeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='charging_meeting_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='chargingmeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'disputed'), _negated=True), models.Q(('answer_reason', ''), _negated=True), _connector='OR'), name='charging_meeting_disputed_why'),
        ),
        migrations.AddConstraint(
            model_name='chargingmeeting',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', models.F('recorded_by')), _negated=True), name='charging_meeting_answered_by_another'),
        ),
        migrations.AddConstraint(
            model_name='chargingmeeting',
            constraint=models.CheckConstraint(condition=models.Q(('investigator', models.F('prosecutor')), _negated=True), name='charging_meeting_of_two_people'),
        ),
        migrations.AddConstraint(
            model_name='policeoutcome',
            constraint=models.UniqueConstraint(condition=models.Q(('reopened_at__isnull', True)), fields=('submission', 'suspect'), name='police_outcome_once_at_a_time', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='policeoutcome',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='police_outcome_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='policeoutcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('victim_not_told_reason', ''), ('victim_told_on__isnull', False)), models.Q(('victim_told_on__isnull', True), models.Q(('victim_not_told_reason', ''), _negated=True)), _connector='OR'), name='police_outcome_victim_told_or_why_not'),
        ),
        migrations.AddConstraint(
            model_name='reviewright',
            constraint=models.UniqueConstraint(fields=('decision', 'victim', 'decision_round'), name='review_right_once_per_decision'),
        ),
        migrations.AddConstraint(
            model_name='reviewright',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', 'told'), _negated=True), models.Q(('ask_by__isnull', False), ('ask_latest__isnull', False), ('told_on__isnull', False)), _connector='OR'), name='review_right_told_with_its_dates'),
        ),
        migrations.AddConstraint(
            model_name='decisionreview',
            constraint=models.CheckConstraint(condition=models.Q(('position', 'review'), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='decision_review_ends_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='thresholdconfirmation',
            constraint=models.UniqueConstraint(fields=('decision', 'round', 'condition'), name='threshold_condition_once_per_round'),
        ),
        migrations.AddConstraint(
            model_name='thresholdconfirmation',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='threshold_condition_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='thresholdreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_review_on__isnull', False), ('result', 'wait')), models.Q(models.Q(('result', 'wait'), _negated=True), ('next_review_on__isnull', True)), _connector='OR'), name='threshold_review_sets_the_next'),
        ),
        migrations.AddConstraint(
            model_name='thresholdreview',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='threshold_reviewed_with_reasons'),
        ),
        migrations.RunSQL(NEVER_CHANGED, NO_MORE),
    ]
