"""Letters to victims, kept as they were drafted and checked; and what victims say, apart from their cases."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

KEPT = ("letterversion", "lettercheck")
NEVER_CHANGED = "".join(
    f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON casework_{name} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    for name in KEPT
)
NO_MORE = "".join(f"DROP TRIGGER {name}_append_only ON casework_{name};" for name in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0025_victim_contacts'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackTicket',
            fields=[
                ('code_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('point', models.CharField(max_length=20)),
                ('month', models.DateField(help_text='The first day of the month in which it was given')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('number', models.PositiveSmallIntegerField(help_text='Which of the letters of its case')),
                ('kind', models.CharField(choices=[('charge', 'Charge'), ('no_further_action', 'No further action'), ('review', 'Review outcome')], max_length=20)),
                ('position', models.CharField(choices=[('draft', 'Draft of a letter to the victim'), ('check', 'Check of a letter to the victim'), ('send', 'Sending of a letter to the victim'), ('sent', 'Letter to the victim sent')], default='draft', max_length=10)),
                ('decision_round', models.PositiveSmallIntegerField(help_text='The round in which it was decided')),
                ('return_reason', models.TextField(blank=True, help_text='Why it is to be drafted again')),
                ('sent_on', models.DateField(null=True)),
                ('sent_how', models.CharField(blank=True, choices=[('letter', 'Letter by post'), ('email', 'Letter by email'), ('in_person', 'Letter handed over in person')], max_length=10)),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.chargingdecision')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.decisionreview')),
                ('victim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.victim')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='LetterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('template', models.CharField(max_length=30)),
                ('template_version', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('dated_on', models.DateField(help_text='The date of the letter, from which its days count')),
                ('addressed_to', models.CharField(max_length=201)),
                ('parts', models.JSONField()),
                ('drafted_at', models.DateTimeField()),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_for', models.ForeignKey(help_text='The colleague who was away', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='casework.letter')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='LetterCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_made', to='casework.letterversion')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('point', models.CharField(max_length=20)),
                ('month', models.DateField(help_text='The first day of the month in which it came')),
                ('kept_informed', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('unsaid', 'I would rather not say')], max_length=10)),
                ('respected', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('unsaid', 'I would rather not say')], max_length=10)),
                ('understood', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('unsaid', 'I would rather not say')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['force', 'month'], name='feedback_answer_of_force')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='feedback_answer_knows_the_month_alone')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackInvitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('point', models.CharField(max_length=20)),
                ('given_on', models.DateField()),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('victim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.victim')),
            ],
            options={
                'ordering': ['given_on'],
                'constraints': [models.UniqueConstraint(fields=('victim', 'point'), name='feedback_invited_once_a_point')],
            },
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('case_file', 'number'), name='letter_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'review'), ('review__isnull', False)), models.Q(models.Q(('kind', 'review'), _negated=True), ('review__isnull', True)), _connector='OR'), name='letter_on_a_review_names_it'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', 'sent'), _negated=True), models.Q(('sent_on__isnull', False), models.Q(('sent_how', ''), _negated=True)), _connector='OR'), name='letter_sent_says_when_and_how'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.UniqueConstraint(fields=('letter', 'number'), name='letter_version_once'),
        ),
        migrations.RunSQL(NEVER_CHANGED, NO_MORE),
    ]
