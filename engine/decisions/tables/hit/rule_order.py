"""R: the outputs of all hits, in the order of the rules."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("R")
def rule_order(hits: Hits, aggregation: str | None) -> Any:
    """A list of outputs."""
    return [hits.value(rule) for rule in hits.rules]
