"""The list of requirements is whole, and what it names is there."""

from __future__ import annotations

from collections import Counter

import pytest

from devtools import asvs

# Of levels 1 and 2 in version 5.0.0 of the standard.
IN_ALL, OF_LEVEL_1 = 253, 70
# By test, so many and more: the number only rises.
BY_TEST_AT_LEAST = 150


@pytest.fixture(scope="module")
def rows() -> list[asvs.Requirement]:
    return asvs.requirements()


def test_every_requirement_is_there_once(rows):
    assert len({row.id for row in rows}) == len(rows) == IN_ALL
    assert Counter(row.level for row in rows) == {"L1": OF_LEVEL_1, "L2": IN_ALL - OF_LEVEL_1}


def test_each_says_how_it_is_met_or_why_not(rows):
    for row in rows:
        assert bool(row.evidence) == (row.how in (asvs.BY_TEST, asvs.BY_DOCUMENT)), row.id
        assert row.note or row.how in (asvs.BY_TEST, asvs.BY_DOCUMENT), row.id
        assert all((row.requirement, row.section)), row.id


@pytest.mark.parametrize(("applies", "how"), [("yes", "somehow"), ("yes", ""), ("no", "test")])
def test_a_way_that_there_is_not_is_refused(tmp_path, applies, how):
    copy = tmp_path / "asvs.csv"
    heads, *_ = asvs.LIST.read_text(encoding="utf-8").splitlines()
    row = {"id": "V1.1.1", "applies": applies, "how met": how}
    copy.write_text("\n".join((heads, ",".join(row.get(head, "") for head in heads.split(",")))))
    with pytest.raises(ValueError, match="is not met in a way that there is"):
        asvs.requirements(copy)


def test_every_test_that_is_named_is_collected(rows):
    named = asvs.tests_named(rows)
    assert named - asvs.collected(named) == set()


def test_every_place_in_a_document_that_is_named_is_there(rows):
    assert list(asvs.missing_anchors(rows)) == []


def test_enough_is_shown_by_test(rows):
    assert Counter(row.how for row in rows)[asvs.BY_TEST] >= BY_TEST_AT_LEAST


def test_a_requirement_whose_test_failed_is_not_met(rows):
    row = next(row for row in rows if row.how == asvs.BY_TEST)
    assert asvs.verdicts([row], set(row.evidence)) == {row.id: asvs.BY_TEST}
    assert asvs.verdicts([row], set(row.evidence[1:])) == {row.id: asvs.NOT_MET}
    assert "not met   1" in list(asvs.report([row], asvs.verdicts([row], set())))[-1]
