"""What an answer is, by the answer itself: rules without a database."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from casework.audit.door import is_refused, is_shown, operation_of, shown, sought_in, subject_of
from casework.audit.models import Operation
from casework.audit.who import Acting, acting, acting_as, case_shown, person_named, role_taken

CASE, OTHER = UUID(int=1), UUID(int=2)
ATTACHED = {"Content-Disposition": 'attachment; filename="x"'}


def asked(query: str = "", method: str = "get", **kwargs: object):
    request = getattr(RequestFactory(), method)(f"/{query}")
    request.resolver_match = SimpleNamespace(kwargs=kwargs)
    return request


@pytest.mark.parametrize(
    ("status", "refused", "is_read"),
    [
        (200, False, True),
        (299, False, True),
        (300, False, False),
        (302, False, False),
        (399, False, False),
        (400, False, True),
        (403, True, True),
        (404, True, True),
        (409, False, True),
        (422, False, True),
        (499, False, True),
        (500, False, False),
    ],
)
def test_a_redirect_and_a_fault_show_nothing(status, refused, is_read):
    answer = HttpResponse(status=status)
    assert (is_refused(answer), is_shown(answer)) == (refused, is_read)


@pytest.mark.parametrize(
    ("answer", "operation"),
    [
        (HttpResponse(), Operation.CONSULTATION),
        (HttpResponse(content_type="application/pdf"), Operation.PRINT),
        (HttpResponse(content_type="text/csv"), Operation.EXPORT),
        (HttpResponse(content_type="text/calendar; charset=utf-8"), Operation.EXPORT),
        (HttpResponse(headers=ATTACHED), Operation.EXPORT),
        (FileResponse(iter([b"x"]), content_type="application/pdf", headers=ATTACHED), Operation.EXPORT),
    ],
)
def test_how_it_leaves_is_seen_in_the_answer(answer, operation):
    assert operation_of(answer) == operation


def test_a_case_by_its_address_is_opened_and_on_a_list_listed():
    who = Acting(cases={CASE: None})
    (opened,) = shown(who, asked(urn="20AA0000126", number=2, suspect="S1"), HttpResponse())
    assert opened == ("consultation", CASE, "opened", "2 S1", {})
    (listed,) = shown(who, asked(), HttpResponse())
    assert listed == ("consultation", CASE, "listed", "", {})


def test_a_search_comes_before_what_it_showed():
    sought, *listed = shown(Acting(cases={CASE: None, OTHER: None}), asked("?urn=20AA"), HttpResponse())
    assert sought.operation == "search"
    assert sought.details == {"by": ["urn"], "cases": [str(CASE), str(OTHER)], "number": 2}
    assert [each.case for each in listed] == [CASE, OTHER]


def test_what_leaves_without_a_case_has_an_entry_all_the_same_and_a_page_has_none():
    (left,) = shown(Acting(), asked(), HttpResponse(content_type="text/csv"))
    assert (left.operation, left.case) == ("export", None)
    assert list(shown(Acting(), asked(), HttpResponse())) == []


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        (asked("?urn=20AA&page=2&since=4&unit=3"), ["unit", "urn"]),
        (asked("?urn=%20&page=2"), []),
        (asked("?Victim%20Name=1&a1=2&=3"), []),
        (asked(f"?{'a' * 41}=1&{'b' * 40}=1"), ["b" * 40]),
        (asked("?urn=1", method="post"), []),
        (asked("?tab=1", urn="20AA0000126"), []),
    ],
)
def test_a_search_names_what_was_asked_for_and_not_the_words(request_, names):
    assert sought_in(request_) == names


def test_no_more_names_than_a_list_has():
    query = "&".join(f"n{chr(97 + number)}=1" for number in range(25))
    assert len(sought_in(asked(f"?{query}"))) == 20


def test_a_secret_of_an_address_is_no_subject():
    assert subject_of(asked(token="secret", code="secret", kind="mg3")) == "mg3"
    assert len(subject_of(asked(kind="x" * 99))) == 64


@pytest.mark.parametrize("name", ["urn", "sought", "key"])
def test_the_number_of_a_case_is_no_subject(name):
    assert subject_of(asked(**{name: "20AA0000126"}, kind="mg3")) == "mg3"


def test_what_the_database_does_not_take_is_no_subject():
    assert subject_of(asked(kind="\0a\x1f\x7fb\n")) == "ab"


def test_an_address_that_nobody_has_is_no_subject_and_no_search():
    request = RequestFactory().get("/nowhere/?urn=20AA")
    request.resolver_match = None
    assert (subject_of(request), sought_in(request)) == ("", [])


class TestActing:
    def test_what_is_shown_is_kept_once_and_in_order(self):
        with acting_as(Acting()) as who:
            for key in (OTHER, CASE, OTHER, None):
                case_shown(key)
            assert list(who.cases) == [OTHER, CASE]
        assert acting() is None

    def test_nobody_is_shown_anything(self):
        case_shown(CASE)
        role_taken(1, "supervisor", 2)
        person_named(1)
        assert acting() is None

    def test_the_first_role_of_the_person_is_theirs(self):
        with acting_as(Acting(person=1)) as who:
            role_taken(2, "gatekeeper", 5)
            role_taken(1, "supervisor", 3)
            role_taken(1, "auditor", 4)
            assert (who.role, who.organisation) == ("supervisor", 3)

    def test_who_is_signed_in_stays_who_it_is(self):
        with acting_as(Acting(person=1)) as who:
            person_named(2)
            assert who.person == 1

    def test_the_setting_says_who_where_and_as_what(self):
        assert Acting("step", 7, 3, "supervisor").setting == "7|3|supervisor|step|"
        assert Acting().setting == "|||service|"
