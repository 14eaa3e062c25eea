"""The statements of a case as its page shows them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.victim_statements.figures import FIELDS, Figures, figures_read
from casework.victim_statements.models import VpsOffer
from casework.victim_statements.serving_models import VpsService

# What the page shows of each statement.
OF_STATEMENTS = ("document", "receipt", "recorded_by", "preferences__recorded_by", "copies")


def offers_shown(case: CaseFile) -> list[VpsOffer]:
    """The offers with the statements of their victims, and with the figures. Seven queries."""
    offers = VpsOffer.objects.filter(case_file=case).select_related("victim")
    shown = list(offers.prefetch_related(*(f"victim__statements__{each}" for each in OF_STATEMENTS)))
    today = timezone.localdate()
    figures = {
        key: Figures(today, *days)
        for key, *days in figures_read(case.victims.all()).values_list("pk", *FIELDS)
    }
    for offer in shown:
        offer.figures = figures[offer.victim_id]
    return shown


def services_shown(case: CaseFile) -> QuerySet[VpsService]:
    """The services, each with its statement and what was served with it. Lazy; two queries."""
    services = VpsService.objects.filter(case_file=case)
    return services.select_related("statement__victim", "preference").prefetch_related(
        "statement__preferences"
    )
