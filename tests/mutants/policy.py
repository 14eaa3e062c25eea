"""Mistakes that somebody could make in the policy of who may see a case, each in one place."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """In the file this text, which is there once, is replaced by that one."""

    file: str
    text: str
    by: str


def of(file: str, *changes: tuple[str, str]) -> list[Mutant]:
    return [Mutant(f"casework/access/{file}.py", *change) for change in changes]


MUTANTS = [
    *of(
        "scope",
        ("if not user.is_active or not user.is_authenticated:\n        return NOBODY",
         "if False:\n        pass"),
        ("condition |= _scope(membership, user)\n    return condition & unless_kept(user)",
         "condition |= _scope(membership, user)\n    return condition"),
        ("memberships_held:\n        condition |= _scope(", "memberships_held:\n        condition = _scope("),
        ("Q(officer_in_case=user.pk, force=membership.organisation_id)", "Q(officer_in_case=user.pk)"),
        ("(own_cases if membership.role == Role.INVESTIGATOR else NOBODY)", "own_cases"),
        ("return Q(unit=membership.unit_id) | (own_cases",
         "return Q(force=membership.organisation_id) | (own_cases"),
        ("return Q(force=membership.organisation_id, open_to_witness_care_at__isnull=False)",
         "return Q(force=membership.organisation_id)"),
        ("Q(area=membership.organisation_id, shared_with_cps_at__isnull=False)",
         "Q(area=membership.organisation_id)"),
        ("        return Q(force=membership.organisation_id) | of_area\n    return NOBODY",
         "        return Q(force=membership.organisation_id) | of_area\n    return Q()"),
        ("for held in user.memberships_held if user.is_active else ():",
         "for held in user.memberships_held:"),
        ("        if held.role == Role.ADMINISTRATOR:\n", "        if held.role != Role.INVESTIGATOR:\n"),
        ("Q(area=held.organisation_id, shared_with_cps_at__isnull=False)", "Q(area=held.organisation_id)"),
        ("condition |= Q(force=held.organisation_id) | of_area\n    return condition & unless_kept(user)",
         "condition |= Q(force=held.organisation_id) | of_area\n    return condition"),
        ("    own_case &= Q(role=Role.INVESTIGATOR)\n", ""),
        ('by_unit = of_force & (Q(unit=OuterRef(f"{case}__unit")) | own_case)', "by_unit = of_force"),
        ('return by_role & not_kept(OuterRef(OuterRef(case)), "person")', "return by_role"),
        ("return case.pk not in kept_from(user) and reaches(", "return reaches("),
        ("own_case = membership.role == Role.INVESTIGATOR and case.officer_in_case_id == user.pk",
         "own_case = case.officer_in_case_id == user.pk"),
        ("return in_force and (membership.unit_id == case.unit_id or own_case)", "return in_force"),
        ("return in_force and (membership.unit_id == case.unit_id or own_case)",
         "return membership.unit_id == case.unit_id or own_case"),
        (" and case.open_to_witness_care_at is not None", ""),
        (" and case.shared_with_cps_at is not None", ""),
    ),
    *of(
        "pools",
        ("    if not user.is_active or not user.is_authenticated:\n        return []\n", ""),
        ("pool & seen for (role, place)", "pool for (role, place)"),
        ("yield Q(role=role, organisation=place, unit=unit)", "yield Q(role=role, organisation=place)"),
        ("yield Q(role=role, organisation=place, unit=unit)", "yield Q(organisation=place, unit=unit)"),
        ("    if role == Role.INVESTIGATOR:\n", "    if role != Role.GATEKEEPER:\n"),
        ("own = CaseFile.objects.filter(officer_in_case=user.pk, force=force)",
         "own = CaseFile.objects.filter(force=force)"),
        ("return _pools_of(user, lambda role: [role])", "return _pools_of(user, roles_led_by)"),
        ("return _pools_of(user, roles_led_by)", "return _pools_of(user, lambda role: [role])"),
    ),
    *of(
        "kept",
        ("AND bar.ended_at IS NULL", ""),
        ("WHERE restriction.ended_at IS NULL\n    AND", "WHERE"),
        ("AND admission.case_file_id = restriction.case_file_id", ""),
        (" AND admission.ended_at IS NULL", ""),
        ("IN (kept.force_id, kept.area_id)", "IN (kept.force_id)"),
        ("bar.person_id = casework_membership.person_id", "TRUE"),
        ("return ~Q(Exists(CaseBar.objects.in_force().filter(**theirs))) & (~Q(restricted) | Q(admitted))",
         "return ~Q(restricted) | Q(admitted)"),
        ("return ~Q(Exists(CaseBar.objects.in_force().filter(**theirs))) & (~Q(restricted) | Q(admitted))",
         "return ~Q(Exists(CaseBar.objects.in_force().filter(**theirs)))"),
        ("return off_list or (\"bar\", case, person) in self._found", "return off_list"),
        ("return off_list or (\"bar\", case, person) in self._found",
         "return (\"bar\", case, person) in self._found"),
        (' and ("list", case, person) not in self._found', ""),
        ("model._default_manager.filter(ended_at__isnull=True, **among)",
         "model._default_manager.filter(**among)"),
    ),
    *of(
        "policy",
        ("CaseFile.objects.visible_to(user).select", "CaseFile.objects.select"),
        ("    if not user.is_active:\n        return None\n", ""),
        ("if membership.role == role and covers(membership, case, user):", "if membership.role == role:"),
        ("if membership.role == role and covers(membership, case, user):",
         "if covers(membership, case, user):"),
        ("            and case.pk not in kept_from(user)\n", ""),
        ("            and held.organisation_id in _places_of(case)\n", ""),
        ("held_now = user.memberships_held if user.is_active else ()", "held_now = user.memberships_held"),
        ("return [case.force_id, case.area_id] if case.shared_with_cps_at else [case.force_id]",
         "return [case.force_id, case.area_id]"),
    ),
    *of(
        "opened",
        ("& Q(restricted) & ~Q(listed)", "& ~Q(listed)"),
        ("Q(restricted) & ~Q(listed) &", "Q(restricted) &"),
        ("~Q(listed) & _not_barred(user)", "~Q(listed)"),
        ("BreakIn.objects.running(at).filter(", "BreakIn.objects.filter("),
        ('filter(case_file=OuterRef("pk"), person=user).order_by("-ends_at")',
         'filter(case_file=OuterRef("pk")).order_by("-ends_at")'),
        ("OPENING_ROLES) & _not_barred(user), read_until", "OPENING_ROLES), read_until"),
        ("filter(cases_reached_by(user, OPENING_ROLES) & _not_barred(user), ", "filter(_not_barred(user), "),
    ),
    *of(
        "bars",
        ("    reason_require(reason)\n", ""),
        ("if bar.person_id == by.person.pk:", "if False:"),
    ),
    *of(
        "restrictions",
        ("if admission.person_id == by.person.pk:", "if False:"),
        ("for spell in (restriction, *admissions_of(case)):", "for spell in (restriction,):"),
        ("(*people, case.officer_in_case, by.person)", "people"),
    ),
]  # fmt: skip
