"""dmn-table-gap: an input for which no rule hits, so that the decision is null.

Looked for where one answer is expected (U, A, P, F) and no default output is given. Cells that are more than
constants are taken to hit anywhere, so what is reported is certain.
"""

from collections.abc import Iterator

from engine.decisions.lint.axes import axes_of
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.search import TooLarge, example, uncovered
from engine.decisions.lint.views import TableView, tables
from engine.decisions.model import Model
from engine.kernel.errors import Finding

MAX_EXAMPLES = 10
HELP = (
    "Add a rule for it, a last rule with `-` everywhere, a default output, or allowed values that exclude it."
)


@rule("dmn-table-gap")
def check_gaps(model: Model) -> Iterator[Finding]:
    """One finding per hole, with an example input."""
    for view in tables(model):
        if view.table.hit_policy in "UAPF" and view.table.rules and not _has_default(view):
            yield from _gaps(view)


def _has_default(view: TableView) -> bool:
    return any(clause.default is not None for clause in view.table.outputs)


def _gaps(view: TableView) -> Iterator[Finding]:
    axes = axes_of(view)
    choices = [[(stretch.perhaps, stretch) for stretch in axis.stretches] for axis in axes]
    everything = (1 << len(view.table.rules)) - 1
    try:
        holes = uncovered(choices, everything, MAX_EXAMPLES)
    except TooLarge:
        message = f"The table of {view.owner!r} has too many combinations to look for gaps."
        yield finding(
            "dmn-table-gap", "info", message, view.table.place, "Split the table, or add a default output."
        )
        return
    for hole in holes:
        message = f"The table of {view.owner!r} has no rule for the input {example(axes, hole)}."
        yield finding("dmn-table-gap", "warning", message, view.table.place, HELP)
