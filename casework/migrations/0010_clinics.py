"""Clinic days. What was done to a session is written once, as events are (DPA 2018, section 62)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER clinic_event_append_only BEFORE UPDATE OR DELETE ON casework_clinicevent
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
"""
BACKWARD = "DROP TRIGGER clinic_event_append_only ON casework_clinicevent;"


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0013_action_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClinicSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(help_text='The police station, as officers call it', max_length=100)),
                ('on', models.DateField()),
                ('starts_at', models.TimeField(help_text='By the clocks of England and Wales')),
                ('ends_at', models.TimeField(help_text='By the same clocks')),
                ('slot_minutes', models.PositiveSmallIntegerField()),
                ('capacity', models.PositiveSmallIntegerField(help_text='How many slots that makes')),
                ('remote_possible', models.BooleanField(help_text='Whether a slot can be held by video')),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.TextField(blank=True)),
                ('sequence', models.PositiveIntegerField(default=0, help_text='How often it was changed, for calendars')),
                ('changed_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
                ('prosecutor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rearranged_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rearranged_to', to='casework.clinicsession')),
            ],
            options={
                'ordering': ['on', 'starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ClinicEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('role', models.CharField(max_length=20)),
                ('verb', models.CharField(choices=[('planned', 'Session planned'), ('changed', 'Session changed'), ('cancelled', 'Session cancelled'), ('rearranged', 'Session rearranged'), ('rearranged_from', 'Session made by rearranging another')], max_length=20)),
                ('words', models.TextField(blank=True, help_text='The reason, or what was changed')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.ForeignKey(help_text='The colleague who is away', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='casework.clinicsession')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ClinicBooking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(help_text='When the slot begins: one of those of the session')),
                ('follow_up', models.BooleanField(help_text='Booked after advice had been given')),
                ('mode', models.CharField(choices=[('station', 'At the station'), ('video', 'By video')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('booked_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_side', models.CharField(blank=True, choices=[('police', 'Police'), ('cps', 'CPS')], max_length=10)),
                ('cancel_reason', models.TextField(blank=True)),
                ('attended', models.BooleanField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('advice_given', 'Advice given'), ('more_needed', 'More is needed first')], max_length=15)),
                ('sequence', models.PositiveIntegerField(default=0, help_text='How often it was changed, for calendars')),
                ('changed_at', models.DateTimeField()),
                ('booked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clinic_bookings', to='casework.earlyadvicerequest')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='casework.clinicsession')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(blank=True, help_text='Empty once it was ended', max_length=64)),
                ('made_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('token_hash', ''), _negated=True), fields=('token_hash',), name='calendar_feed_opened_by_one_token')],
            },
        ),
        migrations.AddIndex(
            model_name='clinicsession',
            index=models.Index(fields=['force', 'on'], name='clinic_session_of_force'),
        ),
        migrations.AddIndex(
            model_name='clinicsession',
            index=models.Index(fields=['area', 'on'], name='clinic_session_of_area'),
        ),
        migrations.AddConstraint(
            model_name='clinicsession',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('ends_at__gt', models.F('starts_at'))), name='clinic_session_has_a_slot'),
        ),
        migrations.AddConstraint(
            model_name='clinicsession',
            constraint=models.CheckConstraint(condition=models.Q(('slot_minutes__range', (5, 240))), name='clinic_session_slot_length'),
        ),
        migrations.AddConstraint(
            model_name='clinicbooking',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('session', 'starts_at'), name='clinic_slot_booked_once'),
        ),
        migrations.AddConstraint(
            model_name='clinicbooking',
            constraint=models.UniqueConstraint(condition=models.Q(('attended__isnull', True), ('cancelled_at__isnull', True)), fields=('case_file',), name='clinic_booking_open_once_per_case'),
        ),
        migrations.AddConstraint(
            model_name='clinicbooking',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('attended', True), _connector='OR'), name='clinic_outcome_of_what_was_attended'),
        ),
        migrations.AddConstraint(
            model_name='clinicbooking',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', True), ('attended__isnull', True), _connector='OR'), name='clinic_booking_cancelled_or_attended'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
