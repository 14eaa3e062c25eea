"""The page of an error that nobody foresaw."""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponseServerError
from django.template import loader
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.incidents.services import incident_record, reference_new

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Show the reference of the incident, which is in the log too: the database may be what failed."""
    error = sys.exc_info()[1] or RuntimeError()
    reference = _keep(error, request)
    logger.error("incident %s: %s", reference, type(error).__name__)
    return HttpResponseServerError(loader.render_to_string("500.html", {"reference": reference}))


def _keep(error: BaseException, request: HttpRequest) -> str:
    """Keep the incident, and give back its reference, or one of the log alone. Up to two queries."""
    # Whoever waits for this page must not wait for the same database a second time.
    if isinstance(error, OperationalError | InterfaceError):
        return reference_new()
    found = request.resolver_match
    try:
        with transaction.atomic():
            case = (
                CaseFile.objects.filter(urn=found.kwargs["urn"]).first()
                if found and "urn" in found.kwargs
                else None
            )
            doing = found.url_name if found and found.url_name else "page"
            return incident_record(error=error, doing=doing, at=timezone.now(), case=case).reference
    except Exception:
        # Nothing may stand in the way of the page.
        logger.exception("an incident could not be kept")
        return reference_new()
