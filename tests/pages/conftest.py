"""Rendering without a database: templates of the kit, with a request of a given person."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template import engines, loader


def soup(html):
    return BeautifulSoup(str(html), "html5lib")


@pytest.fixture(autouse=True)
def kit_urls(settings):
    settings.ROOT_URLCONF = "tests.pages.urls"


@pytest.fixture
def render(rf):
    """Return a page of the kit, parsed, as an anonymous person or as `user` sees it."""

    def render_page(template, user=None, navigation=(), **context):
        request = rf.get("/")
        request.user = user or AnonymousUser()
        request.navigation = list(navigation)
        return soup(loader.get_template(template, using="jinja2").render(context, request))

    return render_page


@pytest.fixture
def render_string():
    """Return the markup of a piece of template, parsed, with the kit's macros as `moj` and `ui`."""

    def render_piece(source, **context):
        imports = '{% import "pages/moj.html" as moj %}{% import "pages/components.html" as ui %}'
        return soup(engines["jinja2"].from_string(imports + source).render(context))

    return render_piece
