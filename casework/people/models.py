"""Accounts, the roles that they hold in an organisation, and what was done to either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from casework.access.kept import KEPT
from casework.people.roles import UNIT_ROLES, Role, roles_led_by
from casework.rows import rows_with


class User(AbstractUser):
    """A person's account. Deactivated, never deleted: what they did stays theirs."""

    rank = models.CharField(max_length=40, blank=True, help_text="Rank or grade, as the person signs")
    phone = models.CharField(max_length=30, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            # Signing in takes any capitals, so two accounts may not differ by them alone.
            models.UniqueConstraint(Lower("username"), name="user_username_once_in_any_capitals"),
        ]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("Deactivate an account; it is never deleted", {self})

    def __str__(self) -> str:
        return self.signature

    def check_password(self, raw_password: str | None) -> bool:
        """One that was hashed in an earlier way is hashed anew, unless it is another by now."""
        return check_password(raw_password, self.password, self._hash_anew)

    def _hash_anew(self, raw_password: str) -> None:
        hashed = make_password(raw_password)
        if User.objects.filter(pk=self.pk, password=self.password).update(password=hashed):
            self.password = hashed

    @property
    def signature(self) -> str:
        """Rank and name as shown beside what the person did."""
        return " ".join(part for part in (self.rank, self.get_full_name() or self.username) if part)

    @cached_property
    def memberships_held(self) -> tuple[Membership, ...]:
        """The roles in force today with their places, and the cases from which the person is kept there.

        One query an instance, kept for the request.
        """
        today = timezone.localdate()
        in_force = "person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)"
        values = [self.pk, today, today]
        held = rows_with(Membership, ("organisation", "unit"), in_force, values, {"kept": KEPT})
        return tuple(sorted(held, key=lambda membership: (membership.role, membership.organisation.name)))

    @cached_property
    def stands_in_for(self) -> frozenset[int]:
        """Those (by key) who are away today and whose work this person does. One query an instance."""
        covered = self.stands_in.in_force(timezone.localdate())
        return frozenset(covered.values_list("person_id", flat=True))

    def holds(self, *roles: str) -> bool:
        return any(membership.role in roles for membership in self.memberships_held)

    @cached_property
    def role_words(self) -> str:
        """ "Gatekeeper, West Midlands Police"; several are joined by a semicolon."""
        return "; ".join(str(membership) for membership in self.memberships_held)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> MembershipQuerySet:
        """Those that have begun and not ended on the day."""
        return self.not_ended(on).filter(starts_on__lte=on)

    def not_ended(self, on: date) -> MembershipQuerySet:
        """Those in force on the day or later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def led_by(self, user: User) -> MembershipQuerySet:
        """Those by which people do work that the person gives out; their own too. No query of its own."""
        led = Q(pk__in=[])
        for held in user.memberships_held:
            place = Q(role__in=roles_led_by(held.role), organisation=held.organisation_id)
            led |= place & Q(unit=held.unit_id) if held.role in UNIT_ROLES else place
        return self.filter(led)


class Membership(models.Model):
    """A role held in an organisation, and in a unit of it where the role works by unit."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "casework.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True, help_text="Last day in the role; empty while it lasts")

    # The cases from which the person is kept here; on those of `memberships_held` alone.
    kept: Sequence[UUID]

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.INVESTIGATOR, Role.SUPERVISOR]) | Q(unit__isnull=False),
                name="membership_unit_role_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit or self.organisation}"


class RoleEvent(models.Model):
    """Something done to an account or a role. A database trigger refuses change and removal."""

    class Verb(models.TextChoices):
        ACCOUNT_MADE = "account_made", "Account made"
        ROLE_ADDED = "role_added", "Role added"
        ROLE_ENDED = "role_ended", "Role ended"
        ACCOUNT_DEACTIVATED = "account_deactivated", "Account deactivated"
        ACCOUNT_REACTIVATED = "account_reactivated", "Account reactivated"
        PASSWORD_RESET = "password_reset", "Password reset"
        SECOND_FACTOR_RESET = "second_factor_reset", "Second factor reset"
        SESSIONS_ENDED = "sessions_ended", "Sessions ended"
        PROVIDER_LINKED = "provider_linked", "Linked to an identity provider"
        PROVIDER_UNLINKED = "provider_unlinked", "Link to an identity provider removed"

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The administrator; empty for the command line",
    )
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_events")
    role = models.CharField(
        max_length=20, choices=Role.choices, blank=True, help_text="Empty for what was done to the account"
    )
    verb = models.CharField(max_length=20, choices=Verb.choices)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.verb
