"""What a hit policy is: how many hits it needs to see, and how it makes one result of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Hits(Protocol):
    """The hits of one evaluation, never empty: `rules` are 0-based rule indexes in rule order."""

    rules: Sequence[int]

    def value(self, rule: int) -> Any:
        """The rule's output: one value, or a context of outputs when the table has several."""
        ...

    def priority(self, rule: int) -> tuple[int, ...]:
        """Where the rule's outputs stand in the lists of output values; smaller comes first."""
        ...

    def equal(self, left: Any, right: Any) -> bool:
        """FEEL equality."""
        ...

    def aggregate(self, function: str, values: list[Any]) -> Any:
        """One of FEEL's sum, min, max over values."""
        ...

    def refuse(self, message: str) -> None:
        """Keep a warning that the table broke its own policy."""
        ...


Resolve = Callable[[Hits, str | None], Any]


@dataclass(frozen=True, slots=True)
class HitPolicy:
    """`enough` hits decide (None: all are needed); `resolve` gets the hits and the aggregation's name."""

    letter: str
    enough: int | None
    resolve: Resolve


POLICIES: dict[str, HitPolicy] = {}


def policy(letter: str, enough: int | None = None) -> Callable[[Resolve], Resolve]:
    """Register a function as the hit policy of a letter."""

    def register(resolve: Resolve) -> Resolve:
        POLICIES[letter] = HitPolicy(letter, enough, resolve)
        return resolve

    return register
