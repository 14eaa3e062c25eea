from importlib import import_module

from celery.signals import task_prerun
from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_migrate


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        import_module("casework.deadlines.checks")
        import_module("casework.documents.checks")
        import_module("casework.retention.checks")
        calendar_follow_changes()
        import_module("casework.audit.signals").signals_follow()
        import_module("casework.wall.checks")
        post_migrate.connect(import_module("casework.wall.signals").rights_follow, sender=self)


def calendar_follow_changes() -> None:
    """Each request and each task counts with the bank holidays as they are when it begins."""
    holidays = import_module("casework.deadlines.holidays")
    holidays.changes_from(import_module("casework.bank_holidays.selectors").changes_read)
    request_started.connect(holidays.holidays_stale)
    task_prerun.connect(holidays.holidays_stale)
