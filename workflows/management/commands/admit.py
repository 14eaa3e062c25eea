from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.access.keepers import keeper_admit, unkept_cases
from casework.casefiles.models import CaseFile, urn_normalised
from casework.errors import RuleBroken
from casework.people.models import User
from workflows.engine import work


class Command(BaseCommand):
    help = (
        "Put somebody who leads on a restricted case on its list, once nobody on it can keep it any more. "
        "Without a URN: list the cases of which that is so, by their URNs alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urn", nargs="?", default="", help="the case")
        parser.add_argument("--person", default="", metavar="USERNAME", help="who is to keep the list")
        parser.add_argument(
            "--by", default="", metavar="USERNAME", help="the administrator who asked for it, who is recorded"
        )
        parser.add_argument("--reason", default="", help="it is shown in the case: name nobody in it")

    def handle(self, *args: Any, urn: str, person: str, by: str, reason: str, **options: Any) -> None:
        if not urn:
            self.stdout.writelines(f"{case.urn}\n" for case in unkept_cases())
            return
        case = self._case(urn)
        try:
            work.administer_case(
                case=case,
                by=self._user(by),
                at=timezone.now(),
                verb=keeper_admit,
                even_kept=True,
                person=self._user(person),
                reason=reason,
            )
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{person} is on the list of {case.urn}")

    def _case(self, urn: str) -> CaseFile:
        found = CaseFile.objects.filter(urn=urn_normalised(urn)).first()
        if found is None:
            raise CommandError("There is no case with this URN")
        return found

    def _user(self, username: str) -> User:
        found = User.objects.filter(username__iexact=username, is_active=True).first()
        if found is None:
            raise CommandError("Give the user names of people who work here: --person, and --by")
        return found
