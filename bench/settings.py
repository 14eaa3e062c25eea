"""The product's settings as in production, and what a measurement without a proxy needs beside them."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, LOGGING, STORAGES

# Viewflow names a flow after the app that holds it: the raw one is here.
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
SECURE_SSL_REDIRECT = False
# One person measures as many pages as many people ask for.
PACE: dict[str, int] = {}
# The plain names of the static files: no file is served here, and none was collected.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Its lines about every task would cost it more than the task.
LOGGING = {**LOGGING, "loggers": {"spiff": {"level": "WARNING"}}}
