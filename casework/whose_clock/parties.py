"""With whom a case can be."""

from __future__ import annotations

from django.db import models

from casework.people.roles import Side


class Party(models.TextChoices):
    """A case is with exactly one of these at each moment from its registration."""

    POLICE = "police", "Police"
    CPS = "cps", "CPS"
    THIRD_PARTY = "third_party", "Third party"
    COURT = "court", "Court"
    NOBODY = "nobody", "At rest"


# At rest nothing is owed by anybody, so that time is nobody's.
COUNTED = (Party.POLICE, Party.CPS, Party.THIRD_PARTY, Party.COURT)
PARTY_OF = {Side.POLICE: Party.POLICE, Side.CPS: Party.CPS}
WORDS = {
    Party.POLICE: "with the police",
    Party.CPS: "with the CPS",
    Party.THIRD_PARTY: "waiting for a third party",
    Party.COURT: "at court",
    Party.NOBODY: "at rest",
}
