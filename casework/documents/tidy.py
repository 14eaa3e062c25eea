"""Removing files of which no row tells: of an upload that was cut off, or of a crash before its commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from casework.documents import storage
from casework.documents.models import DocumentVersion
from casework.retention.selectors import files_erased

# A row is written within minutes of its file; a day leaves room for clocks.
AGE = timedelta(days=1)
BATCH = 1_000
# Crashes leave a few. So many mean another database than the one to which the store belongs, or an older one.
MOST_AT_ONCE = 100


class TooManyStrays(Exception):
    """More files without a row than crashes leave; none was removed."""

    def __init__(self, number: int):
        super().__init__(
            f"{number} files belong to no document. Is this the database of this store? Nothing was removed"
        )


def documents_tidy(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Remove the files older than a day that no version names, and unfinished copies; how many there were.

    Raises TooManyStrays, and removes nothing else, for more than `most` that are not of a case that was
    erased. A query for each thousand files, and one more if there are any to remove.
    """
    before = now - AGE
    strays = _without_row(storage.files_older_than(before))
    erased = files_erased(strays)
    gone, unexplained = storage.discard_each(erased), strays - erased
    if len(unexplained) > most:
        raise TooManyStrays(len(unexplained))
    for file in unexplained:
        storage.discard(file)
    return gone + len(unexplained) + storage.unfinished_discard(before)


def _without_row(files: Iterable[UUID]) -> set[UUID]:
    files, strays = iter(files), set()
    while batch := list(islice(files, BATCH)):
        held = set(DocumentVersion.objects.filter(file__in=batch).values_list("file", flat=True))
        strays |= set(batch) - held
    return strays
