from __future__ import annotations

import pytest
from django.apps import apps

from casework.organisations.loading import organisations_load
from casework.organisations.models import Organisation, Unit

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


def test_all_forces_and_areas_are_there():
    assert Organisation.objects.filter(kind=Kind.FORCE).count() == 43
    assert Organisation.objects.filter(kind=Kind.CPS_AREA).count() == 14


def test_every_organisation_has_a_unit_and_every_area_a_force():
    assert not Organisation.objects.filter(units__isnull=True).exists()
    assert not Organisation.objects.filter(kind=Kind.CPS_AREA, forces__isnull=True).exists()


def test_west_midlands_is_force_20_with_two_units():
    force = Organisation.objects.get(kind=Kind.FORCE, code="20")
    assert (force.name, force.area.name) == ("West Midlands Police", "CPS West Midlands")
    assert [unit.code for unit in force.units.order_by("code")] == ["AA", "AB"]


def test_loading_again_adds_nothing_and_mends_a_name():
    Organisation.objects.filter(code="20").update(name="Another name")
    before = (Organisation.objects.count(), Unit.objects.count())
    organisations_load(apps)
    assert (Organisation.objects.count(), Unit.objects.count()) == before
    assert Organisation.objects.get(kind=Kind.FORCE, code="20").name == "West Midlands Police"
