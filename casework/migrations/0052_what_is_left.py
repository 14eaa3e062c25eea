"""What is left of an erased case knows who was kept from it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0051_ranks_over_an_opening'),
    ]

    operations = [
        migrations.AddField(
            model_name='erasedcase',
            name='barred',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='Who was barred from the case', size=None),
        ),
        migrations.AddField(
            model_name='erasedcase',
            name='open_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Who was on its list; null unless it was restricted', null=True, size=None),
        ),
    ]
