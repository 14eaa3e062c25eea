"""The GOV.UK components of govuk-frontend-jinja, as plain functions from parameters to markup."""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

PACKAGE = "govuk_frontend_jinja"

# The components that the stylesheet in frontend/scss/_govuk.scss carries; the task list is written out in
# pages/components.html instead.
COMPONENTS = (
    "back-link",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "textarea",
    "warning-text",
)


@cache
def component_environment() -> Environment:
    """Return the one environment in which the components live.

    It is apart from the pages' environment because the components test parameters that nobody gave, which the
    pages' StrictUndefined refuses.
    """
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(loader=loader, autoescape=True, auto_reload=False)


def macro_name(component: str) -> str:
    """Return the design system's name of a component's macro: govukErrorSummary for error-summary."""
    return "govuk" + "".join(word.capitalize() for word in component.split("-"))


@cache
def macro(component: str) -> Callable[..., str]:
    """Return a component's macro. The first call compiles it (some milliseconds); later calls are free."""
    template = component_environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    found: Callable[..., str] = getattr(template.module, macro_name(component))
    return found


def render(component: str, params: dict[str, Any]) -> Markup:
    """Return a component's markup. Texts are escaped; only parameters named html are taken as markup."""
    return Markup(macro(component)(params))  # noqa: S704 - the macro has escaped its texts


def component_function(component: str) -> Callable[[dict[str, Any]], Markup]:
    """Return a function for templates that renders one component and compiles it on first use only."""

    def component_markup(params: dict[str, Any]) -> Markup:
        return render(component, params)

    return component_markup


def template_globals() -> dict[str, Callable[[dict[str, Any]], Markup]]:
    """Return every component under its macro's name, for the globals of the pages' environment."""
    return {macro_name(component): component_function(component) for component in COMPONENTS}
