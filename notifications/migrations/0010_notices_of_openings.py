"""A notice that tells of an opening in an emergency is there for whoever was told, without its case.

Also that its review is late.
"""

from django.db import migrations, models


def told(which):
    whose = "EXISTS (SELECT FROM casework_wall() AS reach WHERE reach.person = recipient_id)"
    return "".join(
        f"ALTER POLICY {policy} ON notifications_notice USING ({which} AND {whose});"
        for policy in ("told", "reading")
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0009_told_of_an_opening")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="of_opening",
            field=models.BooleanField(
                default=False,
                help_text="Whether it is there for its recipient without its case: of an opening in an emergency",
            ),
        ),
        migrations.RunSQL(
            f"UPDATE notifications_notice SET of_opening = true WHERE stage = 'broken_in'; {told('of_opening')}",
            told("stage = 'broken_in'"),
        ),
    ]
