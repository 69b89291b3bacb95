"""Hit policies (8.2.10, 8.2.11), one a module, found by their letter."""

from engine.decisions.tables.hit import any, collect, first, output_order, priority, rule_order, unique
from engine.decisions.tables.hit.policy import POLICIES, HitPolicy, Hits

__all__ = [
    "POLICIES",
    "HitPolicy",
    "Hits",
    "any",
    "collect",
    "first",
    "output_order",
    "priority",
    "rule_order",
    "unique",
]
