"""The forces, areas and units of England and Wales, from the data file into the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "organisations.json"


def organisations_load(apps: Any) -> None:
    """Load the organisations and units that are missing, and bring the others' names and areas up to date.

    `apps` is the registry that gives the models: that of a migration, or `django.apps.apps`.
    """
    organisations = apps.get_model("casework", "Organisation").objects
    units = apps.get_model("casework", "Unit").objects
    data = json.loads(DATA.read_text())
    areas = {row["code"]: _organisation(organisations, "cps_area", row, area=None) for row in data["areas"]}
    forces = [_organisation(organisations, "force", row, area=areas[row["area"]]) for row in data["forces"]]
    for organisation, row in zip([*areas.values(), *forces], [*data["areas"], *data["forces"]], strict=True):
        for unit in row["units"]:
            units.update_or_create(
                organisation=organisation, code=unit["code"], defaults={"name": unit["name"]}
            )


def _organisation(organisations: Any, kind: str, row: dict[str, Any], area: Any) -> Any:
    values = {"name": row["name"], "area": area}
    return organisations.update_or_create(kind=kind, code=row["code"], defaults=values)[0]
