"""Filling the work of a whole country by SQL: cases of unequal units, ten pieces of work to a case."""

from __future__ import annotations

from typing import Any

from django.db import connection

from bench.queue_people import BIGGEST
from bench.unaudited import unaudited
from casework.people.roles import POLICE_ROLES, UNIT_ROLES
from workflows.engine.nodes import Step
from workflows.engine.registry import FLOWS

PER_CASE = 10

PREPARE = """
SELECT setseed(0.42);
CREATE TABLE bench_unit AS
SELECT (row_number() OVER (ORDER BY force.name <> %(biggest)s, unit.id) - 1)::int AS rank,
       unit.id AS unit, unit.code AS unit_code, force.id AS force, force.code AS force_code,
       force.area_id AS area
FROM casework_unit unit JOIN casework_organisation force ON force.id = unit.organisation_id
WHERE force.kind = 'force';
CREATE TABLE bench_colleagues AS
SELECT role, organisation_id AS organisation, coalesce(unit_id, 0) AS unit, array_agg(person_id) AS people
FROM casework_membership GROUP BY 1, 2, 3;
CREATE TABLE bench_step (
    id serial, role text, route text, kind text, title text, police boolean, by_unit boolean
);
"""

# Squared, so that the first units get far more than the last; two cases of three are with the CPS.
CASES = """
WITH chosen AS MATERIALIZED (
    SELECT n, floor(power(random(), 2) * (SELECT count(*) FROM bench_unit))::int AS rank, random() AS luck
    FROM generate_series(%(first)s, %(last)s) n
)
INSERT INTO casework_casefile (id, urn, force_id, area_id, unit_id, officer_in_case_id, reported_on,
    crime_number, police_dates, registered_at, shared_with_cps_at)
SELECT gen_random_uuid(),
    force_code || unit_code || lpad((n %% 100000)::text, 5, '0') || lpad((20 + n / 100000)::text, 2, '0'),
    force, area, bench_unit.unit, people[1 + n %% array_length(people, 1)], current_date - 200, '', '{}',
    now() - make_interval(secs => n), CASE WHEN luck < 0.67 THEN now() - interval '30 days' END
FROM chosen JOIN bench_unit USING (rank)
JOIN bench_colleagues colleagues ON role = 'investigator' AND colleagues.unit = bench_unit.unit
"""

# Of the investigators' work most is the officer's own; of the pools' work half is claimed.
WORK = """
WITH chosen AS MATERIALIZED (
    SELECT id AS case_file, force_id, area_id, unit_id, officer_in_case_id AS officer,
        1 + floor(random() * CASE WHEN shared_with_cps_at IS NULL THEN %(police)s ELSE %(steps)s END)::int
            AS step,
        random() AS luck, random() AS when_due, random() AS whose, random() AS which
    FROM casework_casefile, generate_series(1, %(per_case)s)
    WHERE id NOT IN (SELECT case_file_id FROM casework_obligation)
), placed AS (
    SELECT chosen.*, bench_step.*, CASE WHEN police THEN force_id ELSE area_id END AS organisation,
        CASE WHEN by_unit THEN unit_id END AS unit
    FROM chosen JOIN bench_step ON bench_step.id = step
)
INSERT INTO casework_obligation (case_file_id, subject, route, kind, title, about, task, role,
    organisation_id, unit_id, owner_id, round, clocks, counted, due_on, act_after, opened_at, closed_at,
    held_until)
SELECT case_file, gen_random_uuid(), route, kind, title, '', nextval('bench_task'), placed.role,
    placed.organisation, placed.unit,
    CASE WHEN placed.role = 'investigator' AND whose < 0.8 THEN officer
         WHEN whose < 0.5 THEN people[1 + floor(which * array_length(people, 1))::int] END,
    1, '{}', '{}', CASE WHEN when_due > 0.05 THEN current_date + (when_due * 90 - 25)::int END, NULL,
    now() - make_interval(days => (luck * 100)::int), CASE WHEN luck > %(open_share)s THEN now() END,
    CASE WHEN luck <= %(open_share)s AND whose < 0.03 THEN current_date + 10 END
FROM placed JOIN bench_colleagues colleagues ON colleagues.role = placed.role
    AND colleagues.organisation = placed.organisation AND colleagues.unit = coalesce(placed.unit, 0)
"""


def prepare() -> None:
    """The tables that the fill draws from. Call it when the people are there."""
    steps = [
        node for flow in FLOWS.values() for node in flow._nodes_by_name.values() if isinstance(node, Step)
    ]
    steps.sort(key=lambda step: step.role not in POLICE_ROLES)
    with connection.cursor() as cursor:
        cursor.execute(PREPARE, {"biggest": BIGGEST})
        cursor.execute("CREATE SEQUENCE bench_task")
        for step in steps:
            cursor.execute(
                "INSERT INTO bench_step (role, route, kind, title, police, by_unit) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                _row(step),
            )


def _row(step: Step) -> tuple[str | bool, ...]:
    model = step.flow_class.process_class._meta.get_field(step.flow_class.carries).related_model
    kind = f"{step.flow_class.carries}.{step.name}"
    return step.role, model.route, kind, step.title, step.role in POLICE_ROLES, step.role in UNIT_ROLES


def fill(rows: int, open_rows: int) -> None:
    """Bring the work to so many rows, about so many of them open, and let the planner know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE closed_at IS NULL) FROM casework_obligation")
        there, opened = cursor.fetchone()
        share = (open_rows - opened) / (rows - there)
        with unaudited():
            cursor.execute(CASES, {"first": there // PER_CASE + 1, "last": rows // PER_CASE})
        cursor.execute(WORK, _chances(cursor, share))
        cursor.execute("VACUUM (ANALYZE) casework_obligation, casework_casefile")


def _chances(cursor: Any, share: float) -> dict[str, int | float]:
    cursor.execute("SELECT count(*) FILTER (WHERE police), count(*) FROM bench_step")
    police, steps = cursor.fetchone()
    return {"police": police, "steps": steps, "per_case": PER_CASE, "open_share": share}
