"""Searches the stretches of a table's axes for an input that no rule of a set hits. Bounded in steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.decisions.lint.axes import NO_EXAMPLE, Axis, Stretch
from engine.expressions.text import to_text

MAX_STEPS = 60_000
MAX_COMPARED = 100


class TooLarge(Exception):
    """The search was given up; nothing is known. Never leaves the package."""


@dataclass(slots=True)
class Uncovered:
    """A search for stretches, one an axis, where the rules of `covering` leave a hole."""

    choices: Sequence[Sequence[tuple[int, Stretch]]]
    steps: int = MAX_STEPS
    seen: set[tuple[int, int]] = field(default_factory=set)
    found: list[tuple[Stretch, ...]] = field(default_factory=list)

    def search(self, covering: int, wanted: int) -> list[tuple[Stretch, ...]]:
        """Up to `wanted` combinations on which none of the covering rules hits; TooLarge when given up."""
        self._go(0, covering, [], wanted)
        return self.found

    def _go(self, level: int, mask: int, path: list[Stretch], wanted: int) -> None:
        if mask == 0:
            rest = [choices[0][1] for choices in self.choices[level:]]
            self.found.append((*path, *rest))
            return
        if level == len(self.choices) or (level, mask) in self.seen:
            return
        self.seen.add((level, mask))
        for hit, stretch in self.choices[level]:
            self.steps -= 1
            if self.steps < 0 and not self.found:
                raise TooLarge
            self._go(level + 1, mask & hit, [*path, stretch], wanted)
            if len(self.found) >= wanted or self.steps < 0:
                return


def uncovered(
    axes: Sequence[Sequence[tuple[int, Stretch]]], covering: int, wanted: int, steps: int = MAX_STEPS
) -> list[tuple[Stretch, ...]]:
    """Combinations of one stretch an axis that no rule of `covering` hits; each choice is (its rules, stretch)."""
    if any(not choices for choices in axes):
        return []
    return Uncovered([_smallest(choices) for choices in axes], steps).search(covering, wanted)


def _smallest(choices: Sequence[tuple[int, Stretch]]) -> Sequence[tuple[int, Stretch]]:
    """The choices whose rules are no larger than another's: wherever the larger leaves a hole, the smaller does."""
    smallest: list[int] = []
    for hit in sorted({hit for hit, _ in choices}, key=int.bit_count):
        if len(smallest) > MAX_COMPARED:
            return choices
        if all(hit & other != other for other in smallest):
            smallest.append(hit)
    kept = set(smallest)
    return [choice for choice in choices if choice[0] in kept]


def example(axes: Sequence[Axis], stretches: Sequence[Stretch]) -> str:
    """The input as people read it: `area = 5, kind = "A"`; axes on which any value will do are left out."""
    shown = [
        f"{axis.text} = {feel_text(stretch.example)}"
        for axis, stretch in zip(axes, stretches, strict=True)
        if stretch.example is not NO_EXAMPLE
    ]
    return ", ".join(shown) or "any input"


def feel_text(value: Any) -> str:
    """A value as FEEL writes it in a cell."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(to_text(value))
    return (
        text
        if isinstance(value, int | float) or text.replace(".", "").lstrip("-").isdigit()
        else f'@"{text}"'
    )
