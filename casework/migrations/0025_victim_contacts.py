"""What victims are told of, how they are contacted, and the milestones of the investigation."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

KEPT = ("contactentry", "contactplan", "milestone")
NEVER_CHANGED = "".join(
    f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON casework_{name} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    for name in KEPT
)
NO_MORE = "".join(f"DROP TRIGGER {name}_append_only ON casework_{name};" for name in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0022_hearings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('arrested', 'Arrested'), ('interviewed', 'Interviewed under caution'), ('released_without_charge', 'Released without charge'), ('bailed', 'Released on bail'), ('under_investigation', 'Released under investigation'), ('conditions_changed', 'Bail conditions changed'), ('conditions_cancelled', 'Bail conditions cancelled')], max_length=30)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='casework.suspect')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='VictimContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='How often the work has come round')),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(help_text='Since when the work on it is no longer wanted; its position is kept', null=True)),
                ('position', models.CharField(choices=[('police', 'Contact with the victim by the police'), ('witness_care', 'Contact with the victim by witness care'), ('victim_liaison', 'Contact with the victim by the CPS'), ('told', 'Victim told'), ('not_wanted', 'Victim does not want to be told')], max_length=20)),
                ('topic', models.CharField(help_text='A topic of data/notifiable.json', max_length=20)),
                ('matter', models.CharField(blank=True, help_text='The record, or the kind of hearing, that like events are about', max_length=40)),
                ('tell', models.TextField(help_text='What the victim is told, without personal data')),
                ('right', models.PositiveSmallIntegerField(help_text="The right of the Victims' Code")),
                ('rule', models.CharField(blank=True, help_text='The rule of its limit', max_length=40)),
                ('since_on', models.DateField(help_text='The day from which the limit is counted')),
                ('limit_on', models.DateField(help_text='The last day by the Code, or the day that was agreed')),
                ('due_on', models.DateField(help_text='By when: the limit, or the next date to try')),
                ('replaced', models.PositiveSmallIntegerField(default=0, help_text='How many earlier events it has replaced, of which the victim was not told')),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('event', models.ForeignKey(help_text='What the victim is told of; nothing for an agreed update', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.event')),
                ('suspect', models.ForeignKey(help_text='Whom it is about', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.suspect')),
                ('victim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_duties', to='casework.victim')),
            ],
            options={
                'ordering': ['-opened_at', 'victim__reference'],
            },
        ),
        migrations.CreateModel(
            name='ContactPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('enhanced', models.BooleanField(help_text='Enhanced rights: the victim of a sexual offence has them')),
                ('standard_reason', models.TextField(blank=True)),
                ('frequency', models.PositiveSmallIntegerField(choices=[(7, 'Every week'), (14, 'Every two weeks'), (28, 'Every four weeks'), (0, 'Only when something happens')], help_text='Days between agreed updates')),
                ('channel', models.CharField(choices=[('telephone', 'Telephone'), ('video', 'Video call'), ('in_person', 'In person'), ('letter', 'Letter'), ('email', 'Email'), ('text', 'Text message'), ('through', 'Through the ISVA or another person named in the contact plan')], max_length=20)),
                ('safe_contact', models.TextField(help_text='Which number, address and time are safe, and which are not')),
                ('language', models.CharField(blank=True, help_text='If not English', max_length=60)),
                ('interpreter', models.BooleanField(default=False)),
                ('through', models.TextField(blank=True, help_text='The ISVA or another person through whom contact goes')),
                ('stop', models.BooleanField(default=False, help_text='The victim wants no contact')),
                ('stop_reason', models.TextField(blank=True)),
                ('stop_until', models.DateField(help_text='The last day of it; without, until it is changed', null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('victim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_plans', to='casework.victim')),
            ],
            options={
                'ordering': ['victim__reference', '-version'],
                'constraints': [models.UniqueConstraint(fields=('victim', 'version'), name='contact_plan_version_once'), models.CheckConstraint(condition=models.Q(('enhanced', True), models.Q(('standard_reason', ''), _negated=True), _connector='OR'), name='contact_plan_standard_why'), models.CheckConstraint(condition=models.Q(models.Q(('stop', False), ('stop_reason', ''), ('stop_until__isnull', True)), models.Q(('stop', True), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='contact_plan_stopped_why')],
            },
        ),
        migrations.CreateModel(
            name='ContactEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reached', models.BooleanField(help_text='Whether the victim was told; without, it was an attempt')),
                ('on', models.DateField()),
                ('channel', models.CharField(choices=[('telephone', 'Telephone'), ('video', 'Video call'), ('in_person', 'In person'), ('letter', 'Letter'), ('email', 'Email'), ('text', 'Text message'), ('through', 'Through the ISVA or another person named in the contact plan')], max_length=20)),
                ('tell', models.TextField(help_text='What the victim was to be told then')),
                ('said', models.TextField(blank=True)),
                ('questions', models.TextField(blank=True)),
                ('why_not', models.TextField(blank=True)),
                ('next_on', models.DateField(help_text='The next update that was agreed, or the next attempt', null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='casework.victimcontact')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reached', True), ('why_not', ''), models.Q(('said', ''), _negated=True)), models.Q(('next_on__isnull', False), ('reached', False), ('said', ''), models.Q(('why_not', ''), _negated=True)), _connector='OR'), name='contact_entry_says_what_was_told_or_why_not')],
            },
        ),
        migrations.RunSQL(NEVER_CHANGED, NO_MORE),
    ]
