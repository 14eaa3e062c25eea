"""The command line. Only the standard library is here: the environment may not exist yet."""

import argparse
import os
import sys

from devtools import environment, signals
from devtools.paths import RUN_LOCK, TEST_LOCK


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The command, and the arguments that belong to pytest. Anything that nobody knows is refused."""
    parser = argparse.ArgumentParser(prog="dev.py", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything, with demonstration data; Ctrl-C stops it")
    test = commands.add_parser(
        "test",
        help="run every check and all tests; other arguments go to pytest, which then runs alone",
        allow_abbrev=False,
    )
    test.add_argument(
        "--require-browser",
        action="store_true",
        default=os.environ.get("CI") == "true",
        help="a skipped browser or HTML test is a failure (as with CI=true)",
    )
    options, others = parser.parse_known_args(arguments)
    if others and options.command == "run":
        parser.error(f"run takes no arguments, not {' '.join(others)}")
    return options, others


def main(arguments: list[str]) -> None:
    """Carry out one command. Comes back only by SystemExit when the environment must first be entered."""
    options, pytest_arguments = parse(arguments)
    signals.raise_on_stop()
    try:
        if options.command == "run":
            _run()
        else:
            _test(pytest_arguments, require_browser=options.require_browser)
    except KeyboardInterrupt:
        sys.exit(130)


def _run() -> None:
    environment.enter(RUN_LOCK)
    from devtools.launcher import run  # needs what the environment holds

    run()


def _test(pytest_arguments: list[str], *, require_browser: bool) -> None:
    environment.enter(TEST_LOCK)
    from devtools.checks import test  # needs what the environment holds

    sys.exit(test(pytest_arguments, require_browser=require_browser))
