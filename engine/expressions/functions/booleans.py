"""Boolean functions (DMN 1.5, 10.3.4.2) and `is` (10.3.4.9)."""

from typing import Any

from engine.expressions.budget import Run
from engine.expressions.comparing import is_same
from engine.expressions.functions.table import builtin


@builtin(
    "not(negand: boolean)",
    "true for false, false for true, null for anything else.",
    "逻辑非；非布尔值得到 null。",
)
def _not(run: Run, negand: bool) -> bool:
    return not negand


@builtin(
    "is(value1: any, value2: any)",
    "Whether both are the same value of the same kind, zone and offset included.",
    "两个值的类型、取值、时区与偏移是否完全相同。",
)
def _is(run: Run, value1: Any, value2: Any) -> bool:
    return is_same(value1, value2, run)
