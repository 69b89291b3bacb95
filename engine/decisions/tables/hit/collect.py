"""C: the outputs of all hits as a list, or aggregated by sum, min, max or count.

The standard defines aggregation for one output only. With several outputs each column is aggregated by itself;
the lint says that this is our reading.
"""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("C")
def collect(hits: Hits, aggregation: str | None) -> Any:
    """A list in rule order (any order is allowed), or one value."""
    values = [hits.value(rule) for rule in hits.rules]
    if aggregation is None:
        return values
    if aggregation == "COUNT":
        return hits.aggregate("count", values)
    function = aggregation.lower()
    if isinstance(values[0], dict):
        return {name: hits.aggregate(function, [value[name] for value in values]) for name in values[0]}
    return hits.aggregate(function, values)
