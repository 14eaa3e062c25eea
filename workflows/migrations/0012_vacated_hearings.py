"""The vacated hearings of before have a process that is over, as those have that are vacated now.

Without one the engine would begin theirs with the next act on the case, and their work is over.
"""

from django.db import migrations


def carry(apps, schema_editor):
    process = apps.get_model("workflows", "CaseProcess").objects
    vacated = apps.get_model("casework", "Hearing").objects.filter(position="vacated", process__isnull=True)
    for hearing in vacated.iterator():
        process.create(
            flow_class="workflows/flows.hearing.HearingFlow",
            status="DONE",
            created=hearing.opened_at,
            finished=hearing.moved_at,
            case_file_id=hearing.case_file_id,
            hearing=hearing,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("workflows", "0011_bad_character_kinds"),
    ]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
