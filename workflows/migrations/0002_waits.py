"""What waits for another route is a node of its own kind."""

from django.db import migrations

FORWARD = """
UPDATE viewflow_task SET flow_task_type = 'WAIT' WHERE flow_task_type = 'FUNCTION' AND status = 'NEW';
"""
BACKWARD = """
UPDATE viewflow_task SET flow_task_type = 'FUNCTION' WHERE flow_task_type = 'WAIT';
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial"), ("viewflow", "0015_task_scheduled")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
