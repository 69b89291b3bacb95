"""The two kinds of columns, compiled: conditions with their index, results with their order of priority."""

from dataclasses import dataclass, field
from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box
from engine.decisions.boxed.literal import shortened
from engine.decisions.boxes import (
    Box,
    DecisionTable,
    InputClause,
    LiteralExpression,
    OutputClause,
    Place,
    UnaryTests,
)
from engine.decisions.cells import Cell, read_cell
from engine.decisions.run import Tally
from engine.decisions.tables.allowed import Allowed, checked
from engine.decisions.tables.index import ColumnIndex, build_index
from engine.decisions.types import Constrained, ListOf, Type
from engine.expressions import Expression, compile_expression, compile_unary_tests
from engine.kernel.errors import JingbanError

_INSIDE = compile_expression("value in place", names=("value", "place"))


class BrokenTable(Exception):
    """A cell cannot be read, so that no answer of the table could be trusted. Never leaves the package."""


@dataclass(slots=True)
class Condition:
    """An input column: what it tests, which values it allows, each rule's test and the index over them."""

    place: Place
    label: str
    evaluate: Evaluate
    allowed: Allowed | None
    tests: tuple[UnaryTests | None, ...]
    index: ColumnIndex
    known: Known
    compiled: dict[int, Expression] = field(default_factory=dict)

    def hit(self, rule: int, names: dict[str, Any], tally: Tally) -> bool:
        """Evaluate one cell; `names` has the input's value under `?`."""
        tests = self.tests[rule]
        if tests is None:
            return True
        expression = self.compiled.get(rule)
        if expression is None:
            expression = self.compiled[rule] = compile_unary_tests(tests.text, names=self.known)
        return tally.feel(expression, names, tests.place) is True


@dataclass(frozen=True, slots=True)
class Result:
    """An output column: its name, each rule's value, the default and the values in order of priority."""

    name: str
    place: Place
    values: tuple[Evaluate, ...]
    default: Evaluate | None
    order: tuple[Any, ...]

    def rank(self, value: Any) -> int:
        """The position of a value among the output values; behind them all when it is none of them."""
        for position, place in enumerate(self.order):
            if _INSIDE.evaluate({"value": value, "place": place}) is True or (
                value is None and place is None
            ):
                return position
        return len(self.order)


def compile_condition(
    unit: Unit, table: DecisionTable, number: int, clause: InputClause, known: Known
) -> Condition:
    """One input column; BrokenTable when a cell is no FEEL."""
    inside = known | {"?"}
    tests = tuple(rule.conditions[number] for rule in table.rules)
    cells: list[Cell | bool | None] = []
    compiled: dict[int, Expression] = {}
    for rule, test in enumerate(tests):
        cell = True if test is None else _constant(test)
        cells.append(cell)
        if test is not None and cell is None:
            compiled[rule] = compile_tests(unit, test, inside)
    return Condition(
        clause.place,
        clause.label,
        compile_box(unit, clause.expression, known),
        _allowed(unit, clause.allowed, clause.label, inside),
        tests,
        build_index(cells),
        inside,
        compiled,
    )


def _constant(test: UnaryTests) -> Cell | None:
    return None if test.language is not None else read_cell(test.text)


def compile_tests(unit: Unit, tests: UnaryTests, known: Known) -> Expression:
    """Compiled unary tests; a finding and BrokenTable when they cannot be read."""
    if tests.language is not None:
        message = f"Tests in {tests.language!r:.80} are not evaluated; the table's value is null."
        unit.find("dmn-expression-language", message, tests.place, "Write the cell in FEEL.")
        raise BrokenTable(message)
    try:
        expression = unit.unary_tests(tests.text, known)
    except JingbanError as error:
        message = f"The cell {shortened(tests.text)} cannot be read: {error.message}"
        unit.find(
            "dmn-expression", message, tests.place, "Correct the cell; until then the table's value is null."
        )
        raise BrokenTable(message) from error
    unit.check_names(expression, known, tests.place)
    return expression


def compile_result(
    unit: Unit, table: DecisionTable, number: int, clause: OutputClause, known: Known
) -> Result:
    """One output column. Output values that cannot be read are a finding and not enforced."""
    values = [compile_box(unit, rule.results[number], known) for rule in table.rules]
    try:
        allowed = _allowed(unit, clause.allowed, clause.name or "the result", known | {"?"})
    except BrokenTable:
        allowed = None
    if allowed is not None:
        listed = [_is_listed(rule.results[number], allowed) for rule in table.rules]
        values = [one if sure else checked(one, allowed) for one, sure in zip(values, listed, strict=True)]
    default = None if clause.default is None else compile_box(unit, clause.default, known)
    return Result(clause.name, clause.place, tuple(values), default, _order(unit, clause, table))


def _allowed(unit: Unit, tests: UnaryTests | None, label: str, known: Known) -> Allowed | None:
    return None if tests is None else Allowed(compile_tests(unit, tests, known), label, tests.place)


def _is_listed(box: Box | None, allowed: Allowed) -> bool:
    """Whether a cell is a constant that is known to be allowed, and need not be checked at each hit."""
    cell = read_cell(box.text) if isinstance(box, LiteralExpression) else None
    value = None if cell is None else cell.only()
    return value is not None and not allowed.tests.names and allowed.tests.evaluate({"?": value}) is True


def _order(unit: Unit, clause: OutputClause, table: DecisionTable) -> tuple[Any, ...]:
    """The output values in their order; those of the column's type when the column names none."""
    text = clause.allowed.text if clause.allowed is not None else _typed_order(unit, clause, table)
    if text is None:
        return ()
    try:
        values = compile_expression(f"[{text}]").evaluate({})
    except JingbanError:
        return ()
    return tuple(values) if isinstance(values, list) else ()


def _typed_order(unit: Unit, clause: OutputClause, table: DecisionTable) -> str | None:
    type_ref = clause.type_ref or (table.type_ref if len(table.outputs) == 1 else None)
    of: Type = unit.types.resolve(type_ref, clause.place)
    while isinstance(of, ListOf):
        of = of.item
    return of.tests.text if isinstance(of, Constrained) else None
