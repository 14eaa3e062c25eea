"""Percentiles, and tables of plain text."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int | float | None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` per cent of the values do not exceed; of no values, not a number."""
    if not values:
        return float("nan")
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * share // 100).__int__() - 1)]


def milliseconds(values: Sequence[float], share: float) -> float:
    return percentile(values, share) * 1000


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    lines = [list(head), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
