from django.db import migrations

from casework.organisations.loading import organisations_load


def load(apps, schema_editor):
    organisations_load(apps)


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
