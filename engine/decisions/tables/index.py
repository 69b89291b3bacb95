"""Which rules may hit for a value of one input, answered with whole-table bit sets instead of rule after rule.

Bit i stands for rule i. Numbers and dates are looked up by bisection among the bounds that the cells name, texts and
booleans in a dictionary. Cells that are not constants, and values of kinds that the column does not order, are
answered with «perhaps»; those cells are then evaluated as FEEL.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from engine.decisions.cells import Cell, Span
from engine.expressions.values import kind

_Spans = list[tuple[int, Cell, list[Span]]]
MAX_BITS = 64_000_000
ORDERED = {Decimal: "number", date: "date"}
NAMED = {str: "string", bool: "boolean"}


@dataclass(slots=True)
class Line:
    """One ordered kind: `masks[2 i]` is the open stretch before bound i, `masks[2 i + 1]` the bound itself."""

    bounds: list[Any]
    masks: list[int]

    def at(self, value: Any) -> int:
        """The rules that hit at a value."""
        position = bisect_left(self.bounds, value)
        hit = position < len(self.bounds) and self.bounds[position] == value
        return self.masks[2 * position + hit]


@dataclass(slots=True)
class Names:
    """One kind without order: the rules of each value that is named, and of all others."""

    named: dict[Any, int]
    others: int

    def at(self, value: Any) -> int:
        """The rules that hit at a value."""
        return self.named.get(value, self.others)


@dataclass(slots=True)
class ColumnIndex:
    """The rules of one column: sure ones by the value's Python type, and those that must be evaluated.

    `booleans` are the cells of true and false alone: they are meant for boolean inputs, never as conditions.
    """

    any_value: int
    always_perhaps: int
    constants: int
    at_null: int
    booleans: int
    negated_of: dict[str, int] = field(default_factory=dict)
    lines: dict[type, Line | Names] = field(default_factory=dict)

    def look_up(self, value: Any) -> tuple[int, int]:
        """(rules that hit, rules whose cell must be evaluated) for a value."""
        if value is None:
            return self.any_value | self.at_null, self.always_perhaps | self.negated_of.get("all", 0)
        line = self.lines.get(type(value))
        if line is None:
            return self.any_value, self.always_perhaps | (self.constants & ~self.booleans)
        perhaps = self.always_perhaps | self.negated_of.get(_kind(type(value)), 0)
        return self.any_value | (line.at(value) & ~perhaps), perhaps


def build_index(cells: Sequence[Cell | bool | None]) -> ColumnIndex:
    """The index of a column: per rule its `Cell`, True for any value, None for what must be evaluated."""
    index = ColumnIndex(0, 0, 0, 0, 0)
    constant: list[tuple[int, Cell]] = []
    for rule, cell in enumerate(cells):
        bit = 1 << rule
        if cell is True:
            index.any_value |= bit
        elif isinstance(cell, Cell):
            constant.append((bit, cell))
            index.constants |= bit
            if cell.kinds == {"boolean"} and not cell.negated:
                index.booleans |= bit
        else:
            index.always_perhaps |= bit
    _negations(index, constant)
    for python_type in (*ORDERED, *NAMED):
        _add_line(index, python_type, constant, len(cells))
    return index


def _kind(python_type: type) -> str:
    return ORDERED.get(python_type) or NAMED[python_type]


def _negations(index: ColumnIndex, constant: list[tuple[int, Cell]]) -> None:
    """`not(…)` of another kind than the value may be null, not true: FEEL has the last word on those."""
    for bit, cell in constant:
        if cell.negated:
            index.negated_of["all"] = index.negated_of.get("all", 0) | bit
            for name in (*ORDERED.values(), *NAMED.values()):
                if cell.kinds != {name}:
                    index.negated_of[name] = index.negated_of.get(name, 0) | bit
        elif any(span.single and span.low is None for span in cell.spans):
            index.at_null |= bit


def _add_line(index: ColumnIndex, python_type: type, constant: list[tuple[int, Cell]], rules: int) -> None:
    name = _kind(python_type)
    spans = [(bit, cell, [span for span in cell.spans if name in _kinds(span)]) for bit, cell in constant]
    ends = [end for *_, found in spans for span in found for end in (span.low, span.high) if end is not None]
    if any(type(end) is not python_type for end in ends):
        return
    if python_type in ORDERED:
        line: Line | Names | None = _build_line(spans, name, rules, sorted(set(ends)))
    else:
        line = _build_names(spans, name)
    if line is not None:
        index.lines[python_type] = line


def _kinds(span: Span) -> set[str]:
    return {kind(end) for end in (span.low, span.high) if end is not None}


def _build_line(spans: _Spans, name: str, rules: int, bounds: list[Any]) -> Line | None:
    slots = 2 * len(bounds) + 1
    if slots * max(rules, 1) > MAX_BITS:
        return None
    position = {bound: 2 * number + 1 for number, bound in enumerate(bounds)}
    masks = [0] * slots
    opened: list[int] = [0] * (slots + 1)
    closed: list[int] = [0] * (slots + 1)
    for bit, _, found in spans:
        for first, last in _merged([_slots(span, position, slots) for span in found]):
            opened[first] |= bit
            closed[last + 1] |= bit
    return Line(bounds, _swept(masks, opened, closed, _flipped(spans, name)))


def _flipped(spans: _Spans, name: str) -> int:
    return sum(bit for bit, cell, _ in spans if cell.negated and cell.kinds == {name})


def _swept(masks: list[int], opened: list[int], closed: list[int], flipped: int) -> list[int]:
    running = 0
    for slot in range(len(masks)):
        running = (running & ~closed[slot]) | opened[slot]
        masks[slot] = running ^ flipped
    return masks


def _slots(span: Span, position: dict[Any, int], slots: int) -> tuple[int, int]:
    """The first and last slot that a span covers; an empty span has its last before its first."""
    first = 0 if span.low is None else position[span.low] + (not span.low_included)
    last = slots - 1 if span.high is None else position[span.high] - (not span.high_included)
    return first, last


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of one rule joined where they touch, so that each slot is opened and closed once."""
    result: list[tuple[int, int]] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] <= stretch[1]):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def _build_names(spans: _Spans, name: str) -> Names | None:
    if any(not span.single for *_, found in spans for span in found):
        return None
    values = {span.low for *_, found in spans for span in found}
    flipped = _flipped(spans, name)
    named = dict.fromkeys(values, flipped)
    for bit, _, found in spans:
        for value in {span.low for span in found}:
            named[value] ^= bit
    return Names(named, flipped)
