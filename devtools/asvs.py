"""How much of the Application Security Verification Standard is met: `python -m devtools.asvs [--run]`.

docs/security/asvs.csv has a row for each requirement of levels 1 and 2. This counts them anew, having looked
whether each test that is named exists; with `--run` the tests are run, and only those that passed count.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools.paths import ROOT

LIST = ROOT / "docs" / "security" / "asvs.csv"
BY_TEST, BY_DOCUMENT, NOT_MET, NOT_ASKED = "test", "document", "not met", ""
# Whether a requirement applies, and how it may be met then.
WAYS = {"yes": (BY_TEST, BY_DOCUMENT, NOT_MET), "no": (NOT_ASKED,)}
PASSED = re.compile(r"^(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S+?)(?:\[.*)?(?: - .*)?$")


@dataclass(frozen=True)
class Requirement:
    """A row; `how` is empty where the requirement does not apply, and `evidence` names tests or anchors."""

    id: str
    level: str
    section: str
    requirement: str
    applies: bool
    how: str
    evidence: tuple[str, ...]
    note: str

    @property
    def chapter(self) -> str:
        return self.id.partition(".")[0]


def requirements(path: Path = LIST) -> list[Requirement]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_requirement(row) for row in csv.DictReader(file)]


def _requirement(row: dict[str, str]) -> Requirement:
    """Raises ValueError for a way of meeting it that there is not."""
    if row["how met"] not in WAYS[row["applies"]]:
        raise ValueError(f"{row['id']} is not met in a way that there is: {row['how met']!r}")
    return Requirement(
        id=row["id"],
        level=row["level"],
        section=row["section"],
        requirement=row["requirement"],
        applies=row["applies"] == "yes",
        how=row["how met"],
        evidence=tuple(row["evidence"].split()),
        note=row["note"],
    )


def tests_named(rows: Iterable[Requirement]) -> set[str]:
    return {name for row in rows if row.how == BY_TEST for name in row.evidence}


def collected(names: Iterable[str]) -> set[str]:
    """Those of the tests that pytest finds, without the values that one runs with."""
    said = _pytest("--collect-only", "-q", *sorted({name.partition("::")[0] for name in names}))
    return {line.partition("[")[0] for line in said.splitlines() if "::" in line}


def passing(names: Iterable[str]) -> set[str]:
    """Those of the tests of which every run passed."""
    results: dict[str, set[str]] = {}
    for line in _pytest("-q", "-rA", "--tb=no", *sorted(names)).splitlines():
        if found := PASSED.match(line):
            results.setdefault(found.group(2), set()).add(found.group(1))
    return {name for name, seen in results.items() if seen == {"PASSED"}}


def _pytest(*arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "--color=no", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout


def anchors(path: Path) -> set[str]:
    """What a link into a document of Markdown may end with."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def missing_anchors(rows: Iterable[Requirement]) -> Iterator[str]:
    """What is named of documents and is not there."""
    for row in rows:
        for name in row.evidence if row.how == BY_DOCUMENT else ():
            path, _, anchor = name.partition("#")
            if not (ROOT / path).is_file() or anchor not in anchors(ROOT / path):
                yield f"{row.id}: {name}"


def verdicts(rows: Iterable[Requirement], good: set[str]) -> dict[str, str]:
    """How each requirement that applies is met; one whose tests are not all good is not."""
    return {
        row.id: NOT_MET if row.how == BY_TEST and not set(row.evidence) <= good else row.how
        for row in rows
        if row.applies
    }


def report(rows: list[Requirement], verdict: dict[str, str]) -> Iterator[str]:
    """A line for each chapter, and one for all."""
    chapters = list(dict.fromkeys(row.chapter for row in rows if row.applies))
    for chapter in chapters:
        yield _line(chapter, [verdict[row.id] for row in rows if row.applies and row.chapter == chapter])
    yield _line("all", list(verdict.values()))


def _line(name: str, ways: list[str]) -> str:
    count = Counter(ways)
    met = count[BY_TEST] + count[BY_DOCUMENT]
    return (
        f"{name:>4}  {met:3} of {len(ways):3}  by test {count[BY_TEST]:3}  "
        f"by document {count[BY_DOCUMENT]:3}  not met {count[NOT_MET]:3}"
    )


def main(arguments: list[str]) -> int:
    """The exit code: 1 where something that the list names is missing or, with `--run`, failed."""
    parser = argparse.ArgumentParser(prog="python -m devtools.asvs", description=__doc__)
    parser.add_argument("--run", action="store_true", help="run the tests that are named")
    options = parser.parse_args(arguments)
    rows = requirements()
    named = tests_named(rows)
    good = passing(named) if options.run else collected(named)
    wrong = [*sorted(named - good), *missing_anchors(rows)]
    print(*report(rows, verdicts(rows, good)), sep="\n")
    if wrong:
        print("Failed:" if options.run else "Not there:", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
