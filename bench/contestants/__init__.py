"""The same route four ways: submitted, signed off, reviewed; sent back and corrected as often as it takes.

Each module has `prepare(cases)`, which makes so many cases that wait for their sign-off and
gives back their keys, `step(case)`, which does the next step of one and is False when another
client was faster, and `connection()`, the libpq connection that `step` uses.
"""

from __future__ import annotations

from types import ModuleType

from bench.contestants import floor, ours, raw, spiff

CONTESTANTS: dict[str, ModuleType] = {
    "ours": ours,
    "raw Viewflow": raw,
    "SpiffWorkflow": spiff,
    "floor": floor,
}
