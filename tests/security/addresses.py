"""Every address of the product, with something in each place that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.cast import Cast

# By the kind of the place, whatever its name: what is named there need not exist.
OF_A_KIND = {"IntConverter": 1, "UUIDConverter": UUID(int=0), "SlugConverter": "x", "StringConverter": "x"}
WHO = ("anonymous", "investigator", "administrator")


def patterns() -> Iterator[URLPattern]:
    def walk(found):
        for pattern in found:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    return walk(get_resolver().url_patterns)


def every_address(urn: str, **others: object) -> list[str]:
    """`others` are what is there in place of the usual, by the kind of the place."""
    values = {**OF_A_KIND, "UrnConverter": urn, **others}
    return [
        reverse(
            pattern.name,
            kwargs={name: values[type(kind).__name__] for name, kind in pattern.pattern.converters.items()},
        )
        for pattern in patterns()
    ]


def browsers(cast: Cast, **options: object) -> dict[str, Client]:
    """Somebody who is not signed in, and two who are."""
    made = {who: Client(**options) for who in WHO}
    for who, browser in made.items():
        if who != "anonymous":
            browser.force_login(getattr(cast, who))
    return made
