"""Run by the launcher in the environment of the product: migrate, load the first cases, print the sign-ins.

One process for them all: to start Django takes longer than any of them on a database that is up to date.
"""

import os
import sys
from io import StringIO

import django
from django.core.management import call_command

# So many that the first page is worth looking at; the others are loaded while it is being read.
FIRST_CASES = 24


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
    # Of a state that an older commit has left.
    call_command("complete_cases", stdout=StringIO())
    call_command("load_demonstration", first=FIRST_CASES, stdout=StringIO())
    call_command("load_demonstration", sign_ins=True)


if __name__ == "__main__":
    main()
