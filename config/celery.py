import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("rasso")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_pages_do(**kwargs: Any) -> None:
    """Keep Celery from setting up its own logging, which writes the words of errors and arguments."""
    logging.config.dictConfig(settings.LOGGING)
