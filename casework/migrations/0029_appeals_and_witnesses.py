"""Appeals, and who must give evidence."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = ("appeal", "witnessrequirement")
NEVER_CHANGED = "".join(
    f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON casework_{name} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    for name in KEPT
)
NO_MORE = "".join(f"DROP TRIGGER {name}_append_only ON casework_{name};" for name in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0023_bad_character'),
    ]

    operations = [
        migrations.CreateModel(
            name='WitnessRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('required', models.BooleanField(help_text='Whether the victim must give evidence')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('victim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='witness_requirements', to='casework.victim')),
            ],
            options={
                'ordering': ['victim__reference', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('stage', models.CharField(choices=[('asked', 'Leave to appeal asked for'), ('granted', 'Leave to appeal granted'), ('refused', 'Leave to appeal refused'), ('listed', 'Appeal listed for a hearing'), ('bailed', 'Bail until the appeal granted or changed'), ('decided', 'Appeal decided'), ('abandoned', 'Appeal abandoned')], max_length=20)),
                ('against', models.CharField(choices=[('conviction', 'Conviction'), ('sentence', 'Sentence'), ('both', 'Conviction and sentence')], max_length=20)),
                ('on', models.DateField(help_text='The day on which it happened')),
                ('heard_on', models.DateField(help_text='The day of the hearing for which it is listed', null=True)),
                ('outcome', models.TextField(blank=True, help_text='What the court decided, in its words')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='casework.suspect')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('heard_on__isnull', False), ('stage', 'listed')), models.Q(models.Q(('stage', 'listed'), _negated=True), ('heard_on__isnull', True)), _connector='OR'), name='appeal_heard_on_a_day_if_listed'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'decided'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('stage', 'decided'), _negated=True), ('outcome', '')), _connector='OR'), name='appeal_decided_with_outcome')],
            },
        ),
        migrations.RunSQL(NEVER_CHANGED, NO_MORE),
    ]
