"""PostgreSQL's ANY, for conditions that an index is to answer."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


class AnyOf(Func):
    """The condition that a column holds a value of a query of one column: `AnyOf("case_file", keys)`.

    Means what `__in` means. Beside an OR it is read by an index, where `__in` would be tried on
    every row.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, query: QuerySet):
        super().__init__(F(column), ArraySubquery(query))
