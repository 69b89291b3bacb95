"""A: several rules may hit if they all say the same; else the result is null."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("A")
def any_(hits: Hits, aggregation: str | None) -> Any:
    """The common output of all hits."""
    value = hits.value(hits.rules[0])
    for rule in hits.rules[1:]:
        if not hits.equal(value, hits.value(rule)):
            return hits.refuse(
                f"The rules {hits.rules[0] + 1} and {rule + 1} differ, but the hit policy is ANY."
            )
    return value
