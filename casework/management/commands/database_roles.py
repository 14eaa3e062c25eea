from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casework.wall.roles import ROLES, rights_give, rights_now, roles_missing


class Command(BaseCommand):
    help = "Give the roles of the pages and of the worker their rights, as migrate does."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--show", action="store_true", help="show the statements and change nothing")

    def handle(self, *args: Any, show: bool, **options: Any) -> None:
        with connection.cursor() as cursor:
            if show:
                self.stdout.write("\n".join(f"{each};" for each in rights_now(cursor)))
                return
            if missing := roles_missing(cursor):
                # Passwords are for the operator to choose, and for nobody else to see.
                made = " ".join(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS;" for name in missing)
                name = connection.ops.quote_name(connection.settings_dict["NAME"])
                kept = f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC;"
                raise CommandError(f"First let a superuser say: {made} {kept} Then set their passwords.")
            rights_give(cursor)
        self.stdout.write(f"{' and '.join(ROLES)} have their rights.")
