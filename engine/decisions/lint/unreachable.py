"""dmn-rule-unreachable: a rule that can never decide: no input fits it, or earlier rules of a FIRST table take all.

Earlier rules count only as far as their cells are constants, so what is reported is certain.
"""

from collections.abc import Iterator, Sequence

from engine.decisions.lint.axes import Stretch, axes_of
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.search import TooLarge, uncovered
from engine.decisions.lint.views import TableView, tables
from engine.decisions.model import Model
from engine.kernel.errors import Finding

MAX_WORK = 6_000_000
MAX_STEPS = 500_000


@rule("dmn-rule-unreachable")
def check_unreachable(model: Model) -> Iterator[Finding]:
    """One finding per rule that can never decide."""
    for view in tables(model):
        yield from _unreachable(view)


def _unreachable(view: TableView) -> Iterator[Finding]:
    axes = axes_of(view)
    if len(view.table.rules) * sum(len(axis.stretches) for axis in axes) > MAX_WORK:
        message = f"The table of {view.owner!r} is too large to look for rules that never decide."
        yield finding("dmn-rule-unreachable", "info", message, view.table.place, "Split the table.")
        return
    steps = max(MAX_STEPS // max(len(view.table.rules), 1), 500)
    for number, row in enumerate(view.table.rules):
        own = [[stretch for stretch in axis.stretches if stretch.perhaps >> number & 1] for axis in axes]
        if not all(own):
            column = next(axis.text for axis, found in zip(axes, own, strict=True) if not found)
            message = f"No value of {column!r} fits rule {row.number} of the table of {view.owner!r}."
            help_text = "Correct the cell; it is empty, of another type, or outside the allowed values."
            yield finding("dmn-rule-unreachable", "warning", message, row.place, help_text)
        elif view.table.hit_policy == "F" and number and _is_covered(own, number, steps):
            message = (
                f"Rule {row.number} of the table of {view.owner!r} never decides: earlier rules hit first."
            )
            help_text = "Move the rule up, or remove it."
            yield finding("dmn-rule-unreachable", "warning", message, row.place, help_text)


def _is_covered(own: Sequence[Sequence[Stretch]], number: int, steps: int) -> bool:
    """Whether on every stretch that the rule fits an earlier rule surely hits."""
    earlier = (1 << number) - 1
    choices = [[(stretch.sure & earlier, stretch) for stretch in stretches] for stretches in own]
    try:
        return not uncovered(choices, earlier, 1, steps)
    except TooLarge:
        return False
