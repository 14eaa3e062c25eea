from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from jinja2 import UndefinedError

from casework.pages import govuk

AT = datetime(2026, 11, 24, 7, 30, 5, 123456, tzinfo=UTC)


def texts(elements):
    return [" ".join(element.text.split()) for element in elements]


def test_facts_leave_out_what_has_no_value(render_string):
    body = render_string(
        "{{ ui.facts(pairs) }}",
        pairs=[("Force", "North Yorkshire"), ("Area", None), ("Unit", ""), ("Items", 0)],
    )
    assert texts(body.select("dt")) == ["Force", "Items"]
    assert texts(body.select("dd")) == ["North Yorkshire", "0"]


def test_facts_are_escaped(render_string):
    assert not render_string("{{ ui.facts([('Name', '<b>x</b>')]) }}").select("b")


def test_facts_keep_the_line_breaks_of_a_text(render_string):
    body = render_string("{{ ui.facts(pairs) }}", pairs=[("Why", "One.\n\nTwo."), ("Area", "North")])
    assert [dd.get("class") for dd in body.select("dd")] == [["app-pre-line"], None]


@pytest.mark.parametrize(
    ("label", "colour"), [("Critically overdue", "red"), ("Due soon", "yellow"), ("Something else", "grey")]
)
def test_urgency_is_words_with_a_colour(render_string, label, colour):
    tag = render_string("{{ ui.urgency_tag(label) }}", label=label).select_one(".govuk-tag")
    assert tag.text == label
    assert f"govuk-tag--{colour}" in tag["class"]


def test_a_due_date_says_how_far_off_it_is(render_string):
    body = render_string("{{ ui.due(day, today) }}", day=date(2026, 11, 27), today=date(2026, 11, 24))
    assert texts([body.body]) == ["Friday 27 November 2026 (in 3 days)"]


def test_a_route_list_links_what_can_be_done(render_string):
    routes = [
        {"text": "Early advice", "href": "/advice", "hint": "Accepted", "status": "Completed"},
        {"text": "File review", "href": "/review", "status": "Not started", "colour": "blue"},
        {"text": "Charging decision", "status": "Cannot start yet"},
        {"text": "Bad character"},
    ]
    body = render_string("{{ ui.route_list(routes) }}", routes=routes)
    assert [link["href"] for link in body.select("a")] == ["/advice", "/review"]
    assert body.a["aria-describedby"] == "route-1-hint route-1-status"
    assert texts(body.select(".govuk-tag")) == ["Not started"]
    assert texts(body.select(".govuk-task-list__status--cannot-start-yet")) == ["Cannot start yet"]


def test_an_event_list_says_who_what_and_when(render_string):
    event = {"title": "Plan sent", "by": "Helen Cole, CPS", "at": AT, "text": "4 items", "is_new": True}
    body = render_string("{{ ui.event_list(events) }}", events=[event])
    assert texts(body.select(".app-events__title")) == ["Plan sent New"]
    assert texts(body.select(".app-events__byline")) == ["Helen Cole, CPS, 24 November 2026 at 7:30am"]
    assert body.time["datetime"] == "2026-11-24T07:30:05+00:00"


def test_an_empty_event_list_says_so(render_string):
    assert texts([render_string("{{ ui.event_list([]) }}").body]) == ["Nothing has happened yet."]


def work(title, **more):
    return {"title": title, "href": "/task"} | more


def test_a_grouped_list_counts_and_leaves_out_empty_groups(render_string):
    groups = [{"title": "Overdue", "items": [work("Review file")]}, {"title": "Due soon", "items": []}]
    body = render_string("{{ ui.grouped_list(groups) }}", groups=groups)
    assert texts(body.select("h2")) == ["Overdue (1)"]
    assert texts(body.select("h3")) == ["Review file"]
    assert body.section["aria-labelledby"] == body.h2["id"]


def test_a_piece_of_work_shows_what_is_known(render_string):
    item = work(
        "Review file",
        context="07NS1234526",
        urgency="Overdue",
        due=date(2026, 11, 22),
        facts=[("With", "You")],
    )
    body = render_string("{{ ui.work_item(item) }}", item=item)
    urgency, due = texts(body.select(".app-list__status p"))
    assert urgency == "Overdue"
    assert due.startswith("Sunday 22 November 2026 (")
    assert texts(body.select(".app-list__context, dt, dd")) == ["07NS1234526", "With", "You"]
    assert not body.select("input")


def test_work_can_be_selected(render_string):
    item = work("Review file", value=7, context="07NS1234526")
    box = render_string("{{ ui.work_item(item, select='task') }}", item=item)
    assert box.input["id"] == box.label["for"] == "task-7"
    assert texts([box.label]) == ["Select Review file 07NS1234526"]


def test_pagination_keeps_the_query(render_string):
    page = Paginator(range(200), 25).page(3)
    body = render_string("{{ ui.pagination(page, 'due=overdue') }}", page=page)
    assert texts(body.select(".govuk-pagination__item")) == ["1", "2", "3", "4", "⋯", "8"]
    assert body.select_one("[rel=next]")["href"] == "?due=overdue&page=4"


def test_one_page_needs_no_pagination(render_string):
    assert not render_string("{{ ui.pagination(page) }}", page=Paginator([1], 25).page(1)).select("nav")


def test_card_and_stat(render_string):
    body = render_string(
        "{% call ui.card('Next', next=true) %}<p>Do it</p>{% endcall %}{{ ui.stat(3, 'overdue', '/late') }}"
    )
    assert body.select_one(".app-card--next p").text == "Do it"
    assert texts([body.select_one(".app-stat a")]) == ["3 overdue"]


def test_sub_navigation_marks_the_section_and_counts(render_string):
    items = [{"href": "/a", "text": "Summary", "active": True}, {"href": "/b", "text": "Plan", "count": 2}]
    body = render_string("{{ moj.sub_navigation(items) }}", items=items)
    assert texts(body.select("a")) == ["Summary", "Plan 2 new"]
    assert body.select_one("[aria-current=page]")["href"] == "/a"


def test_the_identity_bar_leaves_out_empty_details(render_string):
    body = render_string(
        "{% call moj.identity_bar('07NS1234526', ['With police', '']) %}<b>Go</b>{% endcall %}"
    )
    assert texts(body.select("li")) == ["With police"]
    assert body.select_one(".moj-identity-bar__menu b")
    assert not render_string("{{ moj.identity_bar('07NS1234526') }}").select(".moj-identity-bar__actions")


def test_the_filter_shows_what_is_selected(render_string):
    selected = [{"name": "Due", "tags": [{"text": "Overdue", "href": "?"}]}]
    body = render_string("{% call moj.filter(selected, '/q') %}<i>x</i>{% endcall %}", selected=selected)
    assert texts(body.select(".moj-filter__tag")) == ["Remove this filter Overdue"]
    assert body.select_one(".moj-filter__options i")


def test_the_timeline(render_string):
    body = render_string("{{ moj.timeline([event]) }}", event={"title": "Sent", "by": "Helen Cole", "at": AT})
    assert texts(body.select("h3, .moj-timeline__byline")) == ["Sent", "by Helen Cole"]


def test_a_name_that_nobody_gave_is_an_error(render_string):
    with pytest.raises(UndefinedError):
        render_string("{{ case.urn }}")


@pytest.mark.parametrize("component", govuk.COMPONENTS)
def test_every_component_is_at_hand(component):
    assert callable(govuk.macro(component))


def test_a_component_escapes_its_texts():
    assert "<b>" not in govuk.render("tag", {"text": "<b>"})
