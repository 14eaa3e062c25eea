"""What the engine keeps of a case is there for those for whom the case is."""

from django.db import migrations

from casework.wall.policies import walled


class Migration(migrations.Migration):
    dependencies = [("workflows", "0012_vacated_hearings"), ("casework", "0041_second_wall")]
    operations = [
        walled("workflows_caseprocess", "case_file_id", "casework_casefile"),
        walled("viewflow_task", "process_id", "workflows_caseprocess", "process_ptr_id"),
    ]
