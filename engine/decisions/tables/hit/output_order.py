"""O: the outputs of all hits, in the order of the lists of output values."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("O")
def output_order(hits: Hits, aggregation: str | None) -> Any:
    """A list of outputs, highest priority first; equals keep the order of the rules."""
    return [hits.value(rule) for rule in sorted(hits.rules, key=hits.priority)]
