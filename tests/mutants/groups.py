"""What must have no mistake that tests do not find, and the tests that are to find them."""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    files: tuple[str, ...]
    tests: tuple[str, ...]


def in_casework(*names: str) -> tuple[str, ...]:
    return tuple(f"casework/{name}.py" for name in names)


def in_tests(*names: str) -> tuple[str, ...]:
    """Files without a test of real transactions: one that is stopped would leave its rows to the next."""
    return tuple(f"tests/{name}.py" for name in names)


GROUPS = {
    "policy": Group(
        in_casework(
            *("access/scope", "access/policy", "access/kept", "access/pools"),
            *("access/bars", "access/restrictions", "access/ending", "access/opened"),
        ),
        in_tests(
            *("access/test_policy", "access/test_keeping", "access/test_opened_rules"),
            "break_ins/test_opening",
        ),
    ),
    "gates": Group(
        in_casework(
            *("guards", "charging/guards", "bad_character/guards", "bad_character/gateways"),
            *("hearings/guards", "police_outcomes/guards", "review_rights/guards"),
            *("file_review/findings", "early_advice/findings"),
        ),
        in_tests(
            *("bad_character/test_reasoning", "bad_character/test_gateways", "casework/test_file_findings"),
            *(
                "casework/test_file_state",
                "casework/test_early_advice_findings",
                "casework/test_gates",
                "casework/test_gates_of_the_court",
            ),
        ),
    ),
    "deadlines": Group(
        in_casework(
            *("deadlines/calendar", "deadlines/checks", "deadlines/counted", "deadlines/holidays"),
            *("deadlines/rules", "deadlines/units", "deadlines/words", "custody_limits/reckoning"),
        ),
        in_tests(
            *("deadlines/test_explanations", "deadlines/test_oracle", "deadlines/test_rules"),
            *("deadlines/test_worked_dates", "deadlines/test_edges", "hearings/test_reckoning"),
            *(
                "casework/test_calendar",
                "casework/test_clock_words",
                "bank_holidays/test_calendar_of_a_thread",
            ),
        ),
    ),
    "audit": Group(
        in_casework("audit/writing", "audit/verify", "audit/door", "audit/heads", "audit/unusual"),
        in_tests(
            *("audit/test_door", "audit/test_streams", "audit/test_unusual"),
        ),
    ),
}
