"""That a restricted case was opened in an emergency is there for whoever was told, without its case."""

from django.db import migrations

TOLD = "stage = 'broken_in' AND EXISTS (SELECT FROM casework_wall() AS reach WHERE reach.person = recipient_id)"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_second_wall"), ("casework", "0046_reach_on_purpose")]
    operations = [
        migrations.RunSQL(
            f"CREATE POLICY told ON notifications_notice FOR SELECT USING ({TOLD});"
            f"CREATE POLICY reading ON notifications_notice FOR UPDATE USING ({TOLD})",
            "DROP POLICY reading ON notifications_notice; DROP POLICY told ON notifications_notice",
        )
    ]
