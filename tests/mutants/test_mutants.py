"""The mistakes are such as could be made in the code as it is: each is of a text that is there once."""

from __future__ import annotations

import pytest

from tests.mutants.policy import MUTANTS, Mutant
from tests.mutants.run import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=range(len(MUTANTS)))
def test_each_mistake_is_of_a_text_that_is_there_once(mutant: Mutant):
    text = (ROOT / mutant.file).read_text("utf-8")
    assert text.count(mutant.text) == 1
    compile(text.replace(mutant.text, mutant.by), mutant.file, "exec")


def test_no_mistake_is_made_twice():
    assert len(set(MUTANTS)) == len(MUTANTS)
