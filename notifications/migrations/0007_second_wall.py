"""What somebody was told of a case is there for those for whom the case is."""

from django.db import migrations

from casework.wall.policies import walled


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_sign_in_mails"), ("casework", "0041_second_wall")]
    operations = [walled("notifications_notice", "obligation_id", "casework_obligation")]
