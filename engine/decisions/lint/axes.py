"""Cuts what a table tests into stretches on which every rule either hits or does not: one axis per tested expression.

A stretch has an example value and two bit sets over the rules: those that surely hit, and those that may (a cell
that is more than constants may hit anywhere). Columns that test the same text share an axis.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.decisions.boxes import InputClause
from engine.decisions.cells import Cell, Span, read_cell
from engine.decisions.lint.views import TableView, plain_kind
from engine.decisions.tables.index import ColumnIndex, build_index

_ORDERED: dict[type, str] = {
    Decimal: "number",
    date: "date",
    datetime: "date and time",
    timedelta: "days and time duration",
}
_STEPS: dict[type, Any] = {
    Decimal: Decimal(1),
    date: timedelta(days=1),
    datetime: timedelta(minutes=1),
    timedelta: timedelta(hours=1),
}
Column = list[Cell | bool | None]
"""A column's cells by rule: True for any value, None for what is more than constants."""

NO_EXAMPLE = object()
"""The example of a stretch on which any value will do."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of one axis that all rules treat alike; `sure` and `perhaps` are bit sets of rules."""

    example: Any
    sure: int
    perhaps: int


@dataclass(frozen=True, slots=True)
class Axis:
    """One tested expression and its stretches."""

    text: str
    stretches: tuple[Stretch, ...]


def axes_of(view: TableView) -> list[Axis]:
    """The axes of a table, in the order of its columns."""
    columns: dict[str, list[int]] = {}
    for number, clause in enumerate(view.table.inputs):
        text = "" if clause.expression is None else " ".join(clause.expression.text.split())
        columns.setdefault(text, []).append(number)
    return [_axis(view, text, numbers) for text, numbers in columns.items()]


def _axis(view: TableView, text: str, numbers: list[int]) -> Axis:
    clauses = [view.table.inputs[number] for number in numbers]
    columns = [[_cell(view, rule, number) for rule in range(len(view.table.rules))] for number in numbers]
    constant = [cell for column in columns for cell in column if isinstance(cell, Cell)]
    allowed = [found for clause in clauses if (found := view.allowed(clause)) is not None]
    values = _values([*constant, *allowed], _declared(view, clauses))
    examples = [value for value in values if all(_holds(cell, value) is not False for cell in allowed)]
    if not constant or not examples:
        examples = [NO_EXAMPLE]
    indexes = [build_index(column) for column in columns]
    return Axis(text, tuple(_stretch(columns, indexes, value) for value in examples))


def _cell(view: TableView, rule: int, number: int) -> Cell | bool | None:
    """True for any value, None for what is more than constants."""
    tests = view.table.rules[rule].conditions[number]
    return True if tests is None else read_cell(tests.text)


def _declared(view: TableView, clauses: list[InputClause]) -> str | None:
    return next((kind for clause in clauses if (kind := plain_kind(view.input_type(clause)))), None)


def _stretch(columns: list[Column], indexes: list[ColumnIndex], value: Any) -> Stretch:
    """The rules at a value, by the same index that evaluates the table where it knows the value's kind."""
    sure = perhaps = -1
    for column, index in zip(columns, indexes, strict=True):
        if value is None or type(value) in index.lines:
            hit, open_ = index.look_up(value)
        else:
            hit, open_ = _one_by_one(column, value)
        sure, perhaps = sure & hit, perhaps & (hit | open_)
    return Stretch(value, sure, perhaps)


def _one_by_one(column: Column, value: Any) -> tuple[int, int]:
    answers = [_answer(cell, value) for cell in column]
    hit = sum(1 << rule for rule, answer in enumerate(answers) if answer is True)
    return hit, sum(1 << rule for rule, answer in enumerate(answers) if answer is None)


def _answer(cell: Cell | bool | None, value: Any) -> bool | None:
    if isinstance(cell, Cell):
        return None if value is NO_EXAMPLE else _holds(cell, value)
    return cell


def _holds(cell: Cell, value: Any) -> bool | None:
    """Whether a cell is true of a value; a negation of another kind of constants is not known to be."""
    inside = any(_within(span, value) for span in cell.spans)
    if cell.negated and not inside and not any(_comparable(span, value) for span in cell.spans):
        return None
    return inside is not cell.negated


def _comparable(span: Span, value: Any) -> bool:
    return type(span.low if span.low is not None else span.high) is type(value)


def _within(span: Span, value: Any) -> bool:
    if span.single:
        return type(span.low) is type(value) and bool(span.low == value)
    if not _comparable(span, value) or value is None:
        return False
    above = span.low is None or span.low < value or (span.low_included and span.low == value)
    below = span.high is None or value < span.high or (span.high_included and span.high == value)
    return bool(above and below)


def _values(cells: list[Cell], declared: str | None) -> list[Any]:
    """One example value per stretch, of every kind that the cells name (only of the declared kind, if any)."""
    spans = [span for cell in cells for span in cell.spans]
    ends = [end for span in spans for end in (span.low, span.high) if end is not None]
    values: list[Any] = []
    for python_type, kind in _ORDERED.items():
        bounds = sorted(_unzoned({end for end in ends if type(end) is python_type}))
        if bounds and declared in (None, kind):
            values += _along(bounds, _STEPS[python_type])
    texts = sorted({end for end in ends if isinstance(end, str)})
    if texts and declared in (None, "string"):
        values += [*texts, _another(texts)]
    if any(isinstance(end, bool) for end in ends) and declared in (None, "boolean"):
        values += [True, False]
    if any(span.single and span.low is None for span in spans):
        values.append(None)
    return values


def _unzoned(values: Iterable[Any]) -> list[Any]:
    """Values that have an order among each other: moments only where none has a zone."""
    return [value for value in values if getattr(value, "tzinfo", None) is None]


def _along(bounds: list[Any], step: Any) -> list[Any]:
    """The bounds, one value between each two (if there is one), one before and one after them all."""
    try:
        values = [bounds[0] - step]
    except OverflowError:
        values = []
    for low, high in pairwise(bounds):
        values.append(low)
        between = low + step if low + step < high else _between(low, high)
        if between is not None:
            values.append(between)
    values.append(bounds[-1])
    try:
        values.append(bounds[-1] + step)
    except OverflowError:
        return values
    return values


def _between(low: Any, high: Any) -> Any:
    """A value between two that are closer than a step; None for dates, which have no halves."""
    if isinstance(low, date) and not isinstance(low, datetime):
        return None
    return low + (high - low) / 2


def _another(texts: list[str]) -> str:
    """A text that no cell names."""
    candidate = "其他"
    while candidate in texts:
        candidate += "?"
    return candidate
