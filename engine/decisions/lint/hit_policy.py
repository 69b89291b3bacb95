"""dmn-hit-policy-misuse: a hit policy without what it needs, or an aggregation where it means nothing."""

from collections.abc import Iterator

from engine.decisions.boxes import DecisionTable, LiteralExpression
from engine.decisions.cells import read_cell
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.views import TableView, tables
from engine.decisions.model import Model
from engine.decisions.types import Constrained
from engine.expressions.values import kind
from engine.kernel.errors import Finding

NAME = "dmn-hit-policy-misuse"
_SUMMABLE = ("number", "days and time duration", "years and months duration")


@rule(NAME)
def check_hit_policy(model: Model) -> Iterator[Finding]:
    """One finding per misuse."""
    for view in tables(model):
        yield from _order(view)
        yield from _aggregation(view.table)
        yield from _outputs(view.table)


def _order(view: TableView) -> Iterator[Finding]:
    table = view.table
    if table.hit_policy not in "PO":
        return
    ordered = [
        clause.allowed is not None or isinstance(view.output_type(clause), Constrained)
        for clause in table.outputs
    ]
    if not any(ordered):
        word = "PRIORITY" if table.hit_policy == "P" else "OUTPUT ORDER"
        message = f"The hit policy {word} needs output values, whose order is the priority; there are none."
        yield finding(
            NAME, "error", message, table.place, "List the output values, the most important first."
        )


def _aggregation(table: DecisionTable) -> Iterator[Finding]:
    if table.aggregation is None:
        return
    if table.hit_policy != "C":
        message = f"The aggregation {table.aggregation} is ignored: the hit policy is not COLLECT."
        yield finding(NAME, "error", message, table.place, "Choose COLLECT, or remove the aggregation.")
        return
    if len(table.outputs) > 1 and table.aggregation != "COUNT":
        message = (
            f"The standard defines {table.aggregation} for one output; each column is aggregated by itself."
        )
        yield finding(NAME, "warning", message, table.place, "Use one table for each output.")
    if table.aggregation == "SUM":
        yield from _sums(table)


def _sums(table: DecisionTable) -> Iterator[Finding]:
    for row in table.rules:
        for result in row.results:
            cell = read_cell(result.text) if isinstance(result, LiteralExpression) else None
            value = None if cell is None else cell.only()
            if value is not None and kind(value) not in _SUMMABLE:
                message = f"Rule {row.number} adds a {kind(value)} to a sum; the result would be null."
                yield finding(NAME, "error", message, row.place, "Write a number.")


def _outputs(table: DecisionTable) -> Iterator[Finding]:
    names = [clause.name for clause in table.outputs]
    if not names:
        yield finding(NAME, "error", "The table has no output column.", table.place, "Add an output.")
    if len(names) > 1 and ("" in names or len(set(names)) < len(names)):
        message = "The table has several outputs; each needs a name of its own."
        yield finding(NAME, "error", message, table.place, "Name every output column.")
