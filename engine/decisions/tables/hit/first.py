"""F: the first rule that hits decides; rules after it are not looked at."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("F", enough=1)
def first(hits: Hits, aggregation: str | None) -> Any:
    """The first hit's output."""
    return hits.value(hits.rules[0])
