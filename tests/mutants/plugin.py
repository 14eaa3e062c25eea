"""`pytest -p tests.mutants.plugin --mutants policy`: would the tests find a mistake?

Fails if less than nine of ten of a group are found. Those of equivalent.txt make no difference that anybody
could see; each is there with the reason, and is not counted.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.mutants.groups import GROUPS
from tests.mutants.mutant import Mutant, mutants_of
from tests.mutants.running import Running

ENOUGH = 0.9
EQUIVALENT = Path(__file__).parent / "equivalent.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    options = parser.getgroup("mutants")
    options.addoption("--mutants", action="append", choices=[*GROUPS, "all"], default=[])
    options.addoption("--mutants-most", type=int, default=10_000, help="draw so many of each group")
    options.addoption("--mutants-seed", type=int, default=1)


def pytest_configure(config: pytest.Config) -> None:
    asked = config.getoption("mutants")
    if not asked:
        return
    groups = list(GROUPS) if "all" in asked else asked
    config.args[:] = sorted({test for group in groups for test in GROUPS[group].tests})
    config.pluginmanager.register(Mutation(groups))
    _examples_as_they_come()


def _examples_as_they_come() -> None:
    """What fails is not looked at: no smaller example is searched for, and none is kept."""
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", database=None, derandomize=True, phases=phases)
    settings.load_profile("mutants")


class Found(NamedTuple):
    group: str
    ran: int
    survived: list[Mutant]

    @property
    def share(self) -> float:
        return 1 - len(self.survived) / self.ran

    @property
    def words(self) -> str:
        every = {mutant.key for mutant in mutants_in(self.group)}
        return (
            f"{self.group}: {self.ran - len(self.survived)} of {self.ran} found ({self.share:.1%}); "
            f"there are {len(every)}, of which {len(every & set(equivalent()))} make no difference"
        )


class Mutation:
    def __init__(self, groups: Sequence[str]):
        self.groups, self.found = groups, list[Found]()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for group in self.groups:
            self.found.append(found := _run(group, session))
            session.testsfailed += found.share < ENOUGH
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for found in self.found:
            terminalreporter.write_line(found.words)


def _run(group: str, session: pytest.Session) -> Found:
    items = [item for item in session.items if item.nodeid.partition("::")[0] in GROUPS[group].tests]
    running = Running(items, GROUPS[group].files)
    session.config.pluginmanager.register(running)
    running.as_they_are()
    drawn = _drawn(group, session.config.getoption("mutants_most"), session.config.getoption("mutants_seed"))
    survived = [mutant for mutant in drawn if not _is_found(mutant, running, session.config)]
    # What a fork left behind in the database would have others found that are not.
    running.as_they_are()
    session.config.pluginmanager.unregister(running)
    return Found(group, len(drawn), survived)


def _is_found(mutant: Mutant, running: Running, config: pytest.Config) -> bool:
    """The same; one that is not is told at once."""
    found = running.is_found(mutant)
    if not found:
        config.pluginmanager.get_plugin("terminalreporter").write_line(f"survived {mutant}")
    return found


def _drawn(group: str, most: int, seed: int) -> list[Mutant]:
    """Those that count, or `most` of them: the same for the same seed."""
    same = equivalent()
    counted = [mutant for mutant in mutants_in(group) if mutant.key not in same]
    drawn = random.Random(seed).sample(range(len(counted)), min(most, len(counted)))  # noqa: S311
    return [counted[number] for number in sorted(drawn)]


def mutants_in(group: str) -> list[Mutant]:
    return [mutant for file in GROUPS[group].files for mutant in mutants_of(file)]


def equivalent() -> dict[str, str]:
    """Why no test can see it, by the key of the mutant."""
    lines = [line for line in EQUIVALENT.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.rsplit(" | ", 1) for line in lines)
