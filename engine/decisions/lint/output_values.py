"""dmn-output-not-listed: a rule's constant result is not among the output values that its column lists."""

from collections.abc import Iterator

from engine.decisions.boxes import LiteralExpression
from engine.decisions.cells import read_cell
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.views import tables
from engine.decisions.model import Model
from engine.expressions import compile_unary_tests
from engine.kernel.errors import Finding, JingbanError

NAME = "dmn-output-not-listed"


@rule(NAME)
def check_output_values(model: Model) -> Iterator[Finding]:
    """One finding per result that its column does not list."""
    for view in tables(model):
        for number, clause in enumerate(view.table.outputs):
            if clause.allowed is None:
                continue
            try:
                tests = compile_unary_tests(clause.allowed.text)
            except JingbanError:
                continue  # reading has said so already
            for row in view.table.rules:
                result = row.results[number]
                if not isinstance(result, LiteralExpression):
                    continue
                cell = read_cell(result.text)
                value = None if cell is None else cell.only()
                if value is not None and tests.evaluate({"?": value}) is not True:
                    message = f"Rule {row.number} gives {result.text.strip()!r:.80}, which {clause.name!r} does not list."
                    yield finding(NAME, "error", message, row.place, "Correct the result, or list it.")
