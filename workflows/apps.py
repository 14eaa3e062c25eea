from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Workflows"

    def ready(self) -> None:
        """Stored processes name their flow in text: the flows must be known before the first is read."""
        import_module("workflows.flows")
        import_module("workflows.checks")
        user_logged_in.connect(import_module("workflows.pages.unsent").unsent_restore)
