from __future__ import annotations

from django.utils import timezone

from casework.organisations.models import Organisation
from casework.people.models import Membership, User


def people_in_role(role: str, organisation: Organisation | int) -> list[User]:
    """Active people who hold the role there today, by name. One query."""
    held = Membership.objects.in_force(timezone.localdate()).filter(role=role, organisation=organisation)
    return list(
        User.objects.filter(is_active=True, pk__in=held.values("person")).order_by("last_name", "first_name")
    )
