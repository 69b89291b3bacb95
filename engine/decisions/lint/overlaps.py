"""dmn-table-overlap: two rules hit together where the hit policy says that they must not (U), or must agree (A).

Only cells that are constants are compared, so what is reported is certain.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from engine.decisions.boxes import Box, LiteralExpression, Rule
from engine.decisions.cells import read_cell
from engine.decisions.lint.axes import Axis, axes_of
from engine.decisions.lint.rule import finding, rule
from engine.decisions.lint.search import example
from engine.decisions.lint.views import TableView, tables
from engine.decisions.model import Model
from engine.kernel.errors import Finding

MAX_PAIRS = 20
MAX_STEPS = 2_000_000


@rule("dmn-table-overlap")
def check_overlaps(model: Model) -> Iterator[Finding]:
    """One finding per pair of rules, with an example input for which both hit."""
    for view in tables(model):
        if view.table.hit_policy in "UA":
            yield from _overlaps(view)


def _overlaps(view: TableView) -> Iterator[Finding]:
    axes = axes_of(view)
    partners = _partners(axes, len(view.table.rules))
    reported = 0
    for first, mask in enumerate(partners):
        later = mask >> (first + 1) << (first + 1)
        while later and reported < MAX_PAIRS:
            bit = later & -later
            later ^= bit
            second = bit.bit_length() - 1
            if view.table.hit_policy == "A" and _agree(view.table.rules[first], view.table.rules[second]):
                continue
            reported += 1
            yield _report(view, axes, first, second)


def _partners(axes: Sequence[Axis], rules: int) -> list[int]:
    """Per rule the set of rules that it shares a stretch with on every axis; empty when that is too much work."""
    partners = [(1 << rules) - 1] * rules
    steps = 0
    for axis in axes:
        reached = [0] * rules
        for mask in {stretch.sure for stretch in axis.stretches}:
            steps += mask.bit_count()
            if steps > MAX_STEPS:
                return [0] * rules
            rest = mask
            while rest:
                bit = rest & -rest
                rest ^= bit
                reached[bit.bit_length() - 1] |= mask
        partners = [both & found for both, found in zip(partners, reached, strict=True)]
    return partners


def _agree(first: Rule, second: Rule) -> bool:
    """Whether two rules may say the same: only constants that differ are known to differ."""
    pairs = zip(map(_constant, first.results), map(_constant, second.results), strict=True)
    return not any(one is not None and other is not None and one != other for one, other in pairs)


def _constant(box: Box | None) -> Any:
    cell = read_cell(box.text) if isinstance(box, LiteralExpression) else None
    return None if cell is None else cell.only()


def _report(view: TableView, axes: Sequence[Axis], first: int, second: int) -> Finding:
    both = (1 << first) | (1 << second)
    stretches = [next(stretch for stretch in axis.stretches if stretch.sure & both == both) for axis in axes]
    policy = "UNIQUE" if view.table.hit_policy == "U" else "ANY"
    message = (
        f"Rules {first + 1} and {second + 1} of the table of {view.owner!r} both hit for the input "
        f"{example(axes, stretches)}, but the hit policy is {policy}; the result would be null."
    )
    help_text = "Narrow one of the rules, or choose FIRST or PRIORITY if one of them shall win."
    return finding("dmn-table-overlap", "error", message, view.table.rules[second].place, help_text)
