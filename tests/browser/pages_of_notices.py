"""The pages of notices and mails in the states in which people meet them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.page_kinds import PageKind, form_pages


def notice_pages() -> Iterator[PageKind]:
    yield PageKind("notices", "notices", who="investigator")
    yield PageKind("notices, none", "notices", who="outsider")
    yield from form_pages("mail choices", "notice_choices", who="investigator")
    yield PageKind("test mail", "notice_test", who="investigator")
    yield PageKind("when people are reminded", "ladders", who="administrator")
    yield from form_pages("change a ladder", "ladder", who="administrator", where={"kind": "others"})
    yield from form_pages("change when ranks are told", "ranks", who="administrator")
    yield PageKind("mails that did not go", "mails", who="administrator")
    yield from form_pages("mail that did not go", "mail", who="administrator")
    yield PageKind("notices to come of a team", "foreseen", who="supervisor")
    yield PageKind("notices to come, numbers", "foreseen_numbers", who="administrator")
    lead = {"who": "supervisor", "case": "overdue"}
    yield PageKind("notices of a case", "case_notices", **lead)
    yield PageKind("notices to come of a case", "case_foreseen", **lead)
