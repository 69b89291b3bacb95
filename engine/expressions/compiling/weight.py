"""How much work one evaluation of a piece of syntax is, in steps: what a loop, filter or call pays for every turn."""

from functools import lru_cache
from typing import Any

from engine.expressions.syntax import Iteration, Node

_PARTS_PER_STEP = 2


def weight(node: Node) -> int:
    """At least 1; about half of the number of parts."""
    return 1 + _parts(node) // _PARTS_PER_STEP


def _parts(node: Any) -> int:
    """Counts without recursion: chains of operators are as deep as they are long."""
    count = 0
    waiting: list[Any] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, Node | Iteration):
            count += 1
            fields: Any = type(part)
            waiting.extend(getattr(part, name) for name in _fields(fields))
    return count


@lru_cache(maxsize=64)
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(getattr(kind, "__dataclass_fields__", ()))
