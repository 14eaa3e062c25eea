"""The first account of an installation: somebody who can add the others."""

from __future__ import annotations

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.errors import RuleBroken
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import Role
from casework.people.services import person_add


class Command(BaseCommand):
    help = "Add an administrator of a force or a CPS area; the password is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--organisation", required=True, help='as it is named, such as "West Midlands Police"'
        )
        parser.add_argument("--email", required=True)
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(name=options["organisation"]).first()
        if organisation is None:
            raise CommandError("There is no force or CPS area of this name")
        names = {name: options[name] for name in ("username", "email", "first_name", "last_name")}
        try:
            ASCIIUsernameValidator()(names["username"])
        except ValidationError as error:
            raise CommandError(error.message) from error
        password = self._password(User(**names))
        try:
            person_add(
                organisation=organisation,
                role=Role.ADMINISTRATOR,
                unit=None,
                password=password,
                by=None,
                at=timezone.now(),
                **names,
            )
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{options['username']} can sign in and add people.")

    def _password(self, person: User) -> str:
        password = getpass("Password: ")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if getpass("Again: ") != password:
            raise CommandError("The two passwords differ")
        return password
