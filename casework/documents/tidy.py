"""Removing files of which no row tells: of an upload that was cut off, or of a crash before its commit.

And those of erased cases, of which a row tells that they are to go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

from django.db import transaction

from casework.documents import storage
from casework.documents.models import DocumentVersion, LetGoFile

logger = logging.getLogger(__name__)

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


def files_let_go(files: Iterable[UUID]) -> None:
    """Have files of versions that are being erased leave the store, once the transaction is committed.

    One query. What fails then fails no request: the rows stay, and the hourly tidying tries again.
    """
    files = list(files)
    LetGoFile.objects.bulk_create(LetGoFile(file=file) for file in files)
    transaction.on_commit(partial(files_discard, files), robust=True)


def files_discard(files: Iterable[UUID]) -> int:
    """Remove from the store what was let go, each file for itself; how many went. A query for each."""
    return sum(_discarded(file) for file in list(files))


def _discarded(file: UUID) -> bool:
    try:
        storage.discard(file)
    except OSError as error:
        logger.error("a file of an erased case stays in the store: %s", type(error).__name__)
        return False
    LetGoFile.objects.filter(file=file).delete()
    return True


def documents_tidy(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Remove the files of erased cases, those older than a day that no version names, and unfinished copies.

    Gives back how many there were. Raises TooManyStrays, and removes nothing but the files of erased cases,
    for more than `most` that nothing explains. A query for each thousand files, and two for each file of an
    erased case.
    """
    let_go = files_discard(LetGoFile.objects.values_list("file", flat=True))
    before = now - AGE
    strays = _without_row(storage.files_older_than(before))
    if len(strays) > most:
        raise TooManyStrays(len(strays))
    for file in strays:
        storage.discard(file)
    return let_go + len(strays) + storage.unfinished_discard(before)


def _without_row(files: Iterable[UUID]) -> list[UUID]:
    files, strays = iter(files), []
    while batch := list(islice(files, BATCH)):
        held = set(DocumentVersion.objects.filter(file__in=batch).values_list("file", flat=True))
        held |= set(LetGoFile.objects.filter(file__in=batch).values_list("file", flat=True))
        strays += [file for file in batch if file not in held]
    return strays
