"""`python -m tests.mutants.run`: make each mistake of policy.py in a copy, and see whether a test finds it.

Ends with 1 if less than nine of ten are found. A copy is changed, never the tree itself.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.policy import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
TESTS = (
    "tests/access/test_scope.py",
    "tests/access/test_kept.py",
    "tests/access/test_access_pages.py",
    "tests/access/test_witness_care.py",
    "tests/notifications/test_kept.py",
    "tests/workflows/test_incidents_page.py",
    "tests/break_ins/test_opening.py",
    "tests/access/test_matrix.py",
)
ENOUGH = 0.9
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", "var")


def is_killed(tree: Path, mutant: Mutant) -> bool:
    """Whether a test fails with the mistake; the copy is then as before."""
    file = tree / mutant.file
    text = file.read_text("utf-8")
    file.write_text(text.replace(mutant.text, mutant.by, 1), "utf-8")
    try:
        pytest = [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-p", "no:cacheprovider"]
        ran = subprocess.run([*pytest, *TESTS], cwd=tree, capture_output=True)
        return ran.returncode != 0
    finally:
        file.write_text(text, "utf-8")


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        tree = Path(shutil.copytree(ROOT, Path(place) / "tree", ignore=LEFT_OUT))
        if is_killed(tree, Mutant(MUTANTS[0].file, "", "")):
            raise SystemExit("the tests fail without any mistake")
        killed = 0
        for mutant in MUTANTS:
            found = is_killed(tree, mutant)
            killed += found
            first = mutant.text.strip().splitlines()[0]
            sys.stdout.write(f"{'killed' if found else 'SURVIVED'}  {mutant.file}: {first}\n")
    sys.stdout.write(f"{killed} of {len(MUTANTS)} killed\n")
    return 0 if killed >= ENOUGH * len(MUTANTS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
