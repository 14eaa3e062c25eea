"""Whatever happens at court, each open date is the one that the facts give, counted from scratch."""

from __future__ import annotations

import os
from datetime import date

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.casefiles.models import CaseFile
from casework.deadlines.holidays import holidays_stale
from casework.hearings.models import Hearing, Verdict
from tests.hearings.from_scratch.court import Court
from tests.special_measures.before_court import WANT

pytestmark = pytest.mark.django_db

BEGAN = date(2027, 1, 4)
# How many stories a run of the suite tells; more are told by hand with EXAMPLES=1000.
FEW = 4
EXAMPLES = int(os.environ.get("EXAMPLES", FEW))
TO_COURT = (
    WANT,
    "early_advice.consider not_sought",
    *["bad_character.consider found"] * 2,
    "file_submission.prepare submit",
    "file_submission.sign_off sign_off",
    "file_submission.review accept",
    "charging_request.triage accept",
    *["bad_character.review review"] * 2,
    "bad_character.decide pursue",
    "bad_character.decide leave",
    "vps_offer.offer offer",
    "vps_offer.answer decline",
    *["charging_decision.review charge"] * 2,
)
KINDS = [kind.value for kind in Hearing.Kind]
# What ends a piece of open work, and is recorded as its answer.
STEPS = [
    ("vps_checkpoint.offer", "no_change"),
    ("vps_checkpoint.offer_again", "no_change"),
    ("special_measures_application.apply", "apply"),
    ("special_measures_application.apply", "not_needed"),
    ("special_measures_application.respond", "respond"),
    ("section_28.tell_court", "done"),
    ("section_28.serve", "done"),
    ("court_stage.serve", "serve"),
    ("bad_character_checkpoint.confirm", "stands"),
    ("custody_limit.keep", "bail"),
    ("victim_contact.tell_by_witness_care", "contact"),
    ("hearing.result", "held"),
]

DAYS = st.integers(0, 60)
WHICH = st.integers(0, 3)
OF_COURT = st.sampled_from(["crown", "crown", "magistrates"])
AGO = st.integers(0, 9)
ACTS = st.one_of(
    st.tuples(st.just("pass_days"), st.integers(1, 20)),
    st.tuples(st.just("lists"), st.sampled_from(KINDS), DAYS),
    st.tuples(
        st.just("turns"), st.sampled_from(KINDS), st.sampled_from(["relist", "relist", "vacate"]), DAYS
    ),
    st.tuples(
        st.just("pleads"), st.integers(0, 1), st.sampled_from(["guilty", "not_guilty", "some"]), OF_COURT, AGO
    ),
    st.tuples(
        st.just("verdict"), st.integers(0, 1), st.sampled_from([each.value for each in Verdict.Choice])
    ),
    st.tuples(st.just("sentence"), st.integers(0, 1)),
    st.tuples(st.just("ends"), st.just(("hearing.result", "held")), WHICH),
    st.tuples(st.just("custody"), st.integers(0, 1), OF_COURT, AGO),
    st.tuples(st.just("remand")),
    st.tuples(st.just("ends"), st.sampled_from(STEPS), WHICH),
    st.tuples(st.just("directs"), st.integers(0, 20), st.integers(1, 60)),
    st.tuples(st.just("holiday"), DAYS),
)


@pytest.fixture
def charged(drive) -> CaseFile:
    with time_machine.travel(f"{BEGAN}T09:00:00+00:00"):
        case = drive.case(suspects=2)
        drive.do(case, *TO_COURT)
    return case


def test_each_open_date_is_the_one_that_the_facts_give(drive, charged):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=EXAMPLES == FEW,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(ACTS, min_size=6, max_size=12))
    def happens(acts) -> None:
        with transaction.atomic():
            holidays_stale()
            court = Court(drive, CaseFile.objects.get(pk=charged.pk))
            for act in acts:
                court.goes_on(act)
            transaction.set_rollback(True)
        holidays_stale()

    happens()
