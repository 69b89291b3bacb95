"""P: of all hits, the one whose outputs come first in the lists of output values."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("P")
def priority(hits: Hits, aggregation: str | None) -> Any:
    """The output of highest priority; among equals the first rule's."""
    return hits.value(min(hits.rules, key=hits.priority))
