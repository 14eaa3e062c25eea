"""Which number somebody tried to open is not kept; the files of an erased case are known until they are gone."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0049_openings_go_with_their_case'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='breakinattempt',
            name='urn',
        ),
        migrations.AddField(
            model_name='erasedcase',
            name='files',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, help_text='Their names in the store', size=None),
        ),
    ]
