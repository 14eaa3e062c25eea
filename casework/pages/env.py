"""The Jinja2 environment of every page: strict about names, with the design systems' components at hand."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from casework.pages import dates, forms, govuk

GLOBALS = {
    "static": static,
    "url": reverse,
    "field": forms.field,
    "fields": forms.fields,
    "error_summary": forms.error_summary,
    "has_errors": forms.has_errors,
    "asks_only": forms.asks_only,
}

FILTERS = {
    "govuk_date": dates.govuk_date,
    "govuk_day": dates.govuk_day,
    "govuk_time": dates.govuk_time,
    "govuk_datetime": dates.govuk_datetime,
    "due_in": dates.due_in,
}


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend (OPTIONS: environment).

    A name that nobody gave is an error, not an empty space: a page that silently leaves out a fact about a
    case is worse than one that fails in a test.
    """
    settings = {"trim_blocks": True, "lstrip_blocks": True} | options
    env = Environment(**settings | {"autoescape": True, "undefined": StrictUndefined})  # noqa: S701 - it is on
    env.globals.update(GLOBALS, **govuk.template_globals())
    env.filters.update(FILTERS)
    return env
