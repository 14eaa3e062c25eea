from __future__ import annotations

from datetime import datetime

from django.db import connection

from casework.casefiles.models import CaseFile
from casework.last_looked.models import CaseLook
from casework.people.models import User

# A page that was loaded earlier and comes to this later takes nothing back.
STATEMENT = """
    INSERT INTO {table} AS look (person_id, case_file_id, seen, looked_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (person_id, case_file_id) DO UPDATE SET
        seen = GREATEST(look.seen, EXCLUDED.seen), looked_at = GREATEST(look.looked_at, EXCLUDED.looked_at)
"""


def case_looked_at(*, person: User, case: CaseFile, seen: int, at: datetime) -> None:
    """The person has looked at the case, and at its events up to `seen`. One query, safe in any order."""
    with connection.cursor() as cursor:
        statement = STATEMENT.format(table=CaseLook._meta.db_table)
        cursor.execute(statement, [person.pk, case.pk, seen, at])
