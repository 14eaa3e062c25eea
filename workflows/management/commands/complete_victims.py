from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.casefiles.complete import victims_lacking
from casework.casefiles.models import CaseFile
from casework.people.models import User
from workflows.engine import repair
from workflows.engine.work.refusals import WorkRefused


class Command(BaseCommand):
    help = (
        "Open what every victim has for those who were recorded before there was such a record. "
        "Ends with 1 when a case was left out; run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="an administrator of the cases")

    def handle(self, *args: Any, by: str, **options: Any) -> None:
        person = User.objects.filter(username=by, is_active=True).first()
        if person is None:
            raise CommandError(f"There is nobody with the username {by}")
        lacking = {victim.case_file: kind for kind, victim in victims_lacking(CaseFile.objects.all())}
        refused = [case for case, kind in lacking.items() if not self._complete(case, kind, person)]
        self.stdout.write(f"{len(lacking) - len(refused)} cases completed, {len(refused)} not")
        if refused:
            raise CommandError("Not every case was completed", returncode=1)

    def _complete(self, case: CaseFile, kind: str, person: User) -> bool:
        try:
            repair.retry(case=case, kind=kind, by=person, at=timezone.now())
        except WorkRefused as refusal:
            self.stderr.write(f"{case.urn}: {refusal}")
            return False
        return True
