"""What the documents say of limits is as it is."""

from __future__ import annotations

import re
from pathlib import Path

from casework.people.passwords import WORDS
from casework.sign_in.sessions import IDLE, LONGEST
from config import settings

CONTROLS = (Path(__file__).parents[2] / "docs" / "security" / "controls.md").read_text()


def test_the_limits_of_a_session_are_written_as_they_are():
    said = re.search(r"ends after (\d+) minutes without a request and (\d+) hours after it began", CONTROLS)
    assert said
    assert (int(said[1]) * 60, int(said[2]) * 3600) == (IDLE.total_seconds(), LONGEST.total_seconds())


def test_the_words_of_the_house_are_where_it_is_written():
    assert "casework/people/passwords.py" in CONTROLS
    assert {"rasso", "casework", "police", "gatekeeper", "cps"} <= set(WORDS)


def test_the_pace_is_written_as_it_is():
    source = Path(settings.__file__).read_text()
    pace = {name: int(most) for name, most in re.findall(r'"(case|draft|search|export)": (\d+)', source)}
    rows = {
        "case": "pages of cases",
        "draft": "drafts saved",
        "search": "searches",
        "export": "tables taken out",
    }
    assert pace.keys() == rows.keys()
    for name, words in rows.items():
        assert f"| {words}, of one person | {pace[name]} in ten minutes |" in CONTROLS
