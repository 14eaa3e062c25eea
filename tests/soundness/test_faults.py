"""Every seeded fault is found, at the node where it is and with the way to it."""

from __future__ import annotations

import pytest

from tests.soundness.faults import FAULTS, planted
from workflows.soundness.check import check
from workflows.soundness.focuses import FOCUSES


def focus_of(where: str):
    kind = where.split(".")[0].split()[0]
    return next(focus for focus in FOCUSES if kind in focus.kinds)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_modelling_fault_is_found_with_its_path(fault, tmp_path):
    with planted(fault, tmp_path):
        found = check(focus_of(fault.where)).findings
    paths = [each.path for each in found if (each.rule, each.where) == (fault.rule, fault.where)]
    assert paths, [str(each) for each in found]
    assert fault.last in paths[0][-1]
