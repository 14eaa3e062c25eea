"""The go-to guide: what officers want to look up, on a phone, one thing a page."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.guide.books import books, told, topic_at, topic_in
from casework.people.request import SignedInRequest


@require_safe
def guide(request: SignedInRequest) -> HttpResponse:
    """All topics, book by book."""
    return render(request, "workflows/guide.html", {"title": "Guide", "books": books()})


@require_safe
def topic(request: SignedInRequest, topic: str) -> HttpResponse:
    """One topic, or 404."""
    try:
        book, found = topic_in(topic)
    except KeyError:
        raise Http404 from None
    context = {
        "title": found.title,
        "book": book,
        "topic": found,
        "told": partial(told, today=timezone.localdate()),
    }
    return render(request, "workflows/guide_topic.html", context)


def guide_at(kind: str) -> dict[str, object] | None:
    """What the page of a step of this kind shows of the guide; None where there is nothing. No query."""
    found = topic_at(kind)
    if found is None:
        return None
    today = timezone.localdate()
    return {
        "title": found.title,
        "points": [told(words, today) for words in found.points],
        "href": reverse("guide_topic", kwargs={"topic": found.key}),
    }
