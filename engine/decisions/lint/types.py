"""dmn-type-mismatch: a constant of one type where another is declared, so that a cell never hits or a result is null.

Certain (an error) where a variable's type is concerned; a column's own declaration is often an editor's default.
"""

from collections.abc import Iterator

from engine.decisions.boxes import LiteralExpression
from engine.decisions.cells import Cell, read_cell
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.views import TableView, plain_kind, tables
from engine.decisions.model import Model
from engine.decisions.program import CompiledDecision
from engine.decisions.types import ANY, Nonconforming, Type, converted
from engine.kernel.errors import Finding, Severity

NAME = "dmn-type-mismatch"


@rule(NAME)
def check_types(model: Model) -> Iterator[Finding]:
    """One finding per cell, result or decision whose constant is not of its declared type."""
    for view in tables(model):
        yield from _conditions(view)
        yield from _results(view)
    for node in model.program.nodes.values():
        if isinstance(node, CompiledDecision) and isinstance(node.node.logic, LiteralExpression):
            yield from _constant(node.node.logic, node.type, repr(node.node.name), "error")


def _conditions(view: TableView) -> Iterator[Finding]:
    for number, clause in enumerate(view.table.inputs):
        kind = plain_kind(view.input_type(clause))
        if kind is None or kind in ("list", "context", "function", "range"):
            continue
        for row in view.table.rules:
            tests = row.conditions[number]
            cell = None if tests is None else read_cell(tests.text)
            if tests is None or cell is None or not _foreign(cell, kind):
                continue
            found = ", ".join(sorted(cell.kinds - {kind, "null"}))
            message = (
                f"The cell {tests.text.strip()!r:.80} tests for {found}, but {clause.label!r} is a {kind}."
            )
            severity: Severity = "warning" if view.known_type(clause) is ANY else "error"
            yield finding(
                NAME, severity, message, tests.place, f"Write a {kind}, or correct the column's type."
            )


def _foreign(cell: Cell, kind: str) -> bool:
    return bool(cell.kinds - {kind, "null"})


def _results(view: TableView) -> Iterator[Finding]:
    for number, clause in enumerate(view.table.outputs):
        of = view.output_type(clause)
        for row in view.table.rules:
            result = row.results[number]
            if isinstance(result, LiteralExpression):
                yield from _constant(result, of, repr(clause.name or "the result"), "warning")


def _constant(box: LiteralExpression, of: Type, what: str, severity: Severity) -> Iterator[Finding]:
    """A finding when the text is one constant that cannot be a value of the type."""
    cell = read_cell(box.text)
    value = None if cell is None else cell.only()
    if value is None:
        return
    try:
        converted(of, value)
    except Nonconforming as error:
        message = f"{box.text.strip()!r:.80} is no value of {what}: {error}"
        yield finding(NAME, severity, message, box.place, f"Write a value of type {of.name}.")
