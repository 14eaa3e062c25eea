"""Where the time of our verb goes: the statements of each kind of step, and the functions by time."""

from __future__ import annotations

import sys

from bench.scratch import scratch_database


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "ours"
    with scratch_database():
        from bench.contestants import CONTESTANTS
        from bench.laps import profile, query_log
        from bench.people import people_make

        people_make()
        cases = CONTESTANTS[name].prepare(4)
        for log in query_log(name, cases[0]):
            print("\n" + "\n".join(f"{float(one['time']) * 1000:5.0f} {one['sql'][:150]}" for one in log))
        print(profile(name, cases, 300))
    return 0


if __name__ == "__main__":
    sys.exit(main())
