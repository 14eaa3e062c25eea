from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        import_module("casework.deadlines.checks")
        import_module("casework.documents.checks")
