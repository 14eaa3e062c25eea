"""What pages say of a date, read against a calendar and the rule: number, direction, what is left out."""

from __future__ import annotations

from datetime import date

import pytest

from casework.deadlines.calendar import is_day_off
from casework.deadlines.counted import Counted
from casework.deadlines.holidays import years_held
from casework.deadlines.rules import rule_read
from tests.deadlines.test_rules import ROW

SAID = [
    (
        "BAD_CHARACTER_NOTICE_CROWN",
        date(2027, 1, 4),
        (
            "10 business days after 4 January 2027 (not guilty plea), not counting "
            "Saturdays and Sundays; Criminal Procedure Rules 2025, rule 21.4(3)(b)"
        ),
    ),
    (
        "BAD_CHARACTER_NOTICE_CROWN",
        date(2025, 10, 3),
        (
            "10 business days after 3 October 2025 (not guilty plea), not counting "
            "Saturdays and Sundays; Criminal Procedure Rules 2020, rule 21.4(3)(b)"
        ),
    ),
    (
        "BAD_CHARACTER_NOTICE_MAGISTRATES",
        date(2026, 12, 18),
        (
            "20 business days after 18 December 2026 (not guilty plea), not counting "
            "Saturdays, Sundays, 25 December 2026, 28 December 2026 and 1 January 2027; "
            "Criminal Procedure Rules 2025, rule 21.4(3)(a)"
        ),
    ),
    (
        "HEARING_RESULT",
        date(2027, 2, 5),
        ("1 working day after 5 February 2027 (day of the hearing), not counting Saturdays and Sundays"),
    ),
    (
        "VPS_OFFER",
        date(2027, 1, 4),
        ("The same day, 4 January 2027 (report); Code of Practice for Victims of Crime 2020, right 7"),
    ),
    (
        "VPS_AFTER_CHARGE",
        date(2026, 12, 24),
        (
            "1 working day after 24 December 2026 (charge), not counting Saturdays, "
            "Sundays, 25 December 2026 and 28 December 2026; Joint inspection, phase two, "
            "recommendation 9; the period is local"
        ),
    ),
    (
        "VPS_BEFORE_TRIAL_FIRST",
        date(2027, 6, 14),
        (
            "28 days before 14 June 2027 (trial date); Joint inspection, phase two, "
            "recommendation 9; the period is local"
        ),
    ),
    (
        "VPS_SERVE",
        date(2027, 1, 11),
        (
            "14 days before 11 January 2027 (trial or sentence hearing), brought forward "
            "from 28 December 2026 to the business day before it; Served, with the "
            "preference, in good time for the hearing; the period is local"
        ),
    ),
    (
        "VPS_SERVE",
        date(2027, 6, 14),
        (
            "14 days before 14 June 2027 (trial or sentence hearing), brought forward from "
            "31 May 2027 to the business day before it; Served, with the preference, in "
            "good time for the hearing; the period is local"
        ),
    ),
    (
        "BAD_CHARACTER_CHECKPOINT_PTPH",
        date(2027, 4, 1),
        (
            "5 working days before 1 April 2027 (plea and trial preparation hearing), not "
            "counting Saturdays, Sundays, 26 March 2027 and 29 March 2027; Joint "
            "inspection, phase two, recommendation 8; the period is local"
        ),
    ),
    (
        "VRR_LATEST",
        date(2026, 11, 30),
        ("3 months after 30 November 2026 (letter to the victim)"),
    ),
    (
        "CUSTODY_CROWN",
        date(2027, 1, 9),
        (
            "182 days after 9 January 2027 (custody begins), brought forward from 10 July "
            "2027 to the business day before it; Prosecution of Offences (Custody Time "
            "Limits) Regulations 1987, SI 1987/299, regulation 5"
        ),
    ),
    (
        "CUSTODY_MAGISTRATES",
        date(2027, 2, 1),
        (
            "56 days after 1 February 2027 (custody begins), brought forward from 29 March "
            "2027 to the business day before it; Prosecution of Offences (Custody Time "
            "Limits) Regulations 1987, SI 1987/299, regulation 4"
        ),
    ),
    (
        "PTPH",
        date(2027, 1, 4),
        (
            "28 days after 4 January 2027 (sending to the Crown Court); Better Case "
            "Management, plea and trial preparation hearing"
        ),
    ),
    (
        "STAGE_1_BAIL",
        date(2027, 1, 4),
        (
            "70 days after 4 January 2027 (sending to the Crown Court); Crime and Disorder "
            "Act 1998 (Service of Prosecution Evidence) Regulations 2005, regulation 2"
        ),
    ),
    (
        "SPECIAL_MEASURES_CROWN",
        date(2027, 3, 22),
        (
            "10 business days after 22 March 2027 (not guilty plea in the Crown Court), not "
            "counting Saturdays, Sundays, 26 March 2027 and 29 March 2027; Criminal "
            "Procedure Rules 2025, rule 18.3"
        ),
    ),
    (
        "VIC_REFERRAL",
        date(2027, 5, 28),
        (
            "2 working days after 28 May 2027 (report, or the recording of a victim who "
            "became known later), not counting Saturdays, Sundays and 31 May 2027; Code of "
            "Practice for Victims of Crime 2020, right 4"
        ),
    ),
    (
        "VPS_COURT",
        date(2027, 1, 4),
        ("1 working day after 4 January 2027 (sentence), not counting Saturdays and Sundays; Local practice"),
    ),
    (
        "VRR_WINDOW",
        date(2026, 12, 24),
        (
            "10 working days after 24 December 2026 (letter to the victim), not counting "
            "Saturdays, Sundays, 25 December 2026, 28 December 2026 and 1 January 2027"
        ),
    ),
    (
        "S28_SERVE",
        date(2027, 2, 1),
        (
            "7 days before 1 February 2027 (plea and trial preparation hearing); Criminal "
            "Practice Directions 2015, division V, 18E"
        ),
    ),
    (
        "VPS_AFTER_PTPH",
        date(2027, 5, 28),
        (
            "5 working days after 28 May 2027 (plea and trial preparation hearing), not "
            "counting Saturdays, Sundays and 31 May 2027; Joint inspection, phase two, "
            "recommendation 9; the period is local"
        ),
    ),
]


@pytest.mark.parametrize(("code", "since", "words"), SAID)
def test_what_is_said_of_a_date(code, since, words):
    assert Counted(code, since).words.startswith(words)


def test_days_off_that_are_the_first_and_the_last_day_are_not_said_to_be_left_out():
    """Good Friday, on which it is counted from, is not counted anyhow."""
    assert Counted("VIC_REFERRAL", date(2027, 3, 26)).words.startswith(
        "2 working days after 26 March 2027 (report, or the recording of a victim who became known later), "
        "not counting Saturdays, Sundays and 29 March 2027;"
    )


def test_neither_is_that_from_which_it_is_counted_back():
    words = Counted("BAD_CHARACTER_CHECKPOINT_PTPH", date(2027, 3, 29)).words
    assert words.startswith("5 working days before 29 March 2027 (")
    assert "), not counting Saturdays, Sundays and 26 March 2027;" in words


def test_a_day_off_is_a_bank_holiday_too_and_beyond_the_years_a_weekend():
    assert is_day_off(date(2027, 12, 27))
    last = years_held()[-1]
    assert not is_day_off(date(last + 1, 12, 25 if date(last + 1, 12, 25).weekday() < 5 else 28))


def test_no_amount_is_negative():
    with pytest.raises(ValueError, match="is negative"):
        rule_read({**ROW, "amount": -1})
