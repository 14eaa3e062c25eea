"""`dev.py test`: every check in order, each with its result, and a non-zero exit code if one failed."""

import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.environment import PYTHON, VENV
from devtools.paths import ROOT, STATE, private_directory
from devtools.processes import tethered
from devtools.product import environment_like_production, environment_of_tests
from devtools.services import services
from devtools.skips import REPORT
from devtools.tools import ENABLE, find_tools

TYPED = ("casework", "workflows", "notifications", "config", "devtools")
# In the order of the collection: tests that empty the database come last, and must not change places.
WORKERS = ["-n", "2"]
LINT_IMPORTS = (str(VENV / "bin" / "lint-imports"), "--no-logo")
CACHE = STATE / "cache"
# So that a run leaves nothing in the checkout but what lies under .state.
CACHES = {
    "RUFF_CACHE_DIR": str(CACHE / "ruff"),
    "MYPY_CACHE_DIR": str(CACHE / "mypy"),
    "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
}


@dataclass(frozen=True)
class Step:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]

    def passes(self) -> bool:
        """Run it, with its output on ours."""
        print(f"\n== {self.name}", flush=True)
        command = tethered(self.command)
        return subprocess.run(command, cwd=ROOT, env={**self.environment, **CACHES}).returncode == 0


def test(pytest_arguments: list[str], *, require_browser: bool) -> int:
    """The exit code. With arguments for pytest, pytest alone runs."""
    private_directory(CACHE)
    with TemporaryDirectory(prefix="casework-test-") as name:
        directory, tools = Path(name), find_tools()
        with services(directory, durable=False) as addresses:
            environment = {**environment_of_tests(addresses), **tools, REPORT: str(directory / "skips")}
            steps = [_pytest(pytest_arguments or WORKERS, environment)]
            if not pytest_arguments:
                steps = [*_checks(environment, environment_like_production(addresses)), *steps]
            passed = _run(steps)
        return verdict(passed, _skipped(directory / "skips"), require_browser)


def _checks(environment: Mapping[str, str], production: Mapping[str, str]) -> list[Step]:
    def step(name: str, *command: str, environment: Mapping[str, str] = environment) -> Step:
        return Step(name, (str(PYTHON), "-m", *command), environment)

    return [
        step("ruff check", "ruff", "check"),
        step("ruff format", "ruff", "format", "--check"),
        step("mypy", "mypy", *TYPED),
        Step("imports", (*LINT_IMPORTS, "--cache-dir", str(CACHE / "imports")), environment),
        step("migrations", "manage", "makemigrations", "--check", "--dry-run"),
        step("deployment", "manage", "check", "--deploy", "--fail-level", "WARNING", environment=production),
    ]


def _pytest(arguments: list[str], environment: Mapping[str, str]) -> Step:
    return Step("pytest", (str(PYTHON), "-m", "pytest", "-p", "devtools.skips", *arguments), environment)


def _run(steps: list[Step]) -> bool:
    """Run all, also after a failure; then one line for each."""
    results = []
    for step in steps:
        began = time.monotonic()
        results.append((step.name, step.passes(), time.monotonic() - began))
    print()
    for name, passed, seconds in results:
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.1f} s)")
    return all(passed for _, passed, _ in results)


def _skipped(report: Path) -> dict[str, list[str]]:
    """The tests by mark. There is no report if pytest came to no end, but then it has failed."""
    return json.loads(report.read_text()) if report.exists() else {}


def verdict(passed: bool, skipped: dict[str, list[str]], require_browser: bool) -> int:
    """Say which tests did not run and how to run them, so that nobody takes a skip for a success."""
    missing = {mark: tests for mark, tests in skipped.items() if tests}
    for mark, tests in missing.items():
        heading = f"{'FAILED' if require_browser else 'Note'}: {mark} tests that were skipped: {len(tests)}"
        print(heading, *tests, f"To run them: {ENABLE[mark]}", sep="\n  ")
    return 0 if passed and not (require_browser and missing) else 1
