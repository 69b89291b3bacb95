"""U: at most one rule may hit; two are a fault of the table, and the result is null."""

from typing import Any

from engine.decisions.tables.hit.policy import Hits, policy


@policy("U")
def unique(hits: Hits, aggregation: str | None) -> Any:
    """The one hit's output."""
    if len(hits.rules) > 1:
        numbers = ", ".join(str(rule + 1) for rule in hits.rules[:20])
        return hits.refuse(f"The rules {numbers} hit together, but the hit policy is UNIQUE.")
    return hits.value(hits.rules[0])
