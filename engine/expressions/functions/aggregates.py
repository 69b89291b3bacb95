"""Functions that make one value of many (DMN 1.5, 10.3.4.4): sum, min, median, all … on a list or on arguments."""

from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Run
from engine.expressions.comparing import order
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin


def _numbers(run: Run, items: list[Any]) -> list[Decimal]:
    run.spend(len(items))
    if not all(type(item) is Decimal for item in items):
        raise NoValue("Only numbers can be added up.")
    return items


def _extreme(run: Run, items: list[Any], sign: int) -> Any:
    run.spend(len(items))
    if not items:
        return None
    best = items[0]
    order(best, best)
    for item in items[1:]:
        if order(item, best) * sign > 0:
            best = item
    return best


@builtin("min(list*: any)", "The smallest item.", "最小值。")
def _min(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, -1)


@builtin("max(list*: any)", "The largest item.", "最大值。")
def _max(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, 1)


@builtin("sum(list*: any)", "The sum of numbers; null for an empty list.", "求和；空列表为 null。")
def total(run: Run, items: list[Any]) -> Decimal | None:
    """The sum, None for no numbers."""
    result: Decimal | None = None
    for item in _numbers(run, items):
        result = item if result is None else numbers.add(result, item)
    return result


@builtin("mean(list*: any)", "The arithmetic mean; null for an empty list.", "算术平均值；空列表为 null。")
def mean(run: Run, items: list[Any]) -> Decimal | None:
    """The mean, None for no numbers."""
    added = total(run, items)
    return None if added is None else numbers.divide(added, Decimal(len(items)))


@builtin("product(list*: any)", "The product of numbers; null for an empty list.", "求积；空列表为 null。")
def _product(run: Run, items: list[Any]) -> Decimal | None:
    result: Decimal | None = None
    for item in _numbers(run, items):
        result = item if result is None else numbers.multiply(result, item)
    return result


@builtin(
    "median(list*: any)",
    "The middle of the sorted numbers; null for an empty list.",
    "中位数；空列表为 null。",
)
def _median(run: Run, items: list[Any]) -> Decimal | None:
    ordered = sorted(_numbers(run, items))
    if not ordered:
        return None
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return numbers.divide(numbers.add(ordered[half - 1], ordered[half]), Decimal(2))


@builtin(
    "stddev(list*: any)",
    "The sample standard deviation of two or more numbers.",
    "样本标准差（至少两个数）。",
)
def _stddev(run: Run, items: list[Any]) -> Decimal | None:
    values = _numbers(run, items)
    if len(values) < 2:
        raise NoValue("A standard deviation needs at least two numbers.")
    middle = mean(run, values) or numbers.ZERO
    squares = numbers.ZERO
    for value in values:
        distance = numbers.subtract(value, middle)
        squares = numbers.add(squares, numbers.multiply(distance, distance))
    return numbers.CONTEXT.sqrt(numbers.divide(squares, Decimal(len(values) - 1)))


@builtin("mode(list*: any)", "The most frequent numbers in ascending order.", "众数（升序列表）。")
def _mode(run: Run, items: list[Any]) -> list[Decimal]:
    counts: dict[Decimal, int] = {}
    for item in _numbers(run, items):
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


@builtin("all(list*: any)", "false if any item is false, else true if all are true, else null.", "全部为真。")
def _all(run: Run, items: list[Any]) -> bool | None:
    run.spend(len(items))
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@builtin("any(list*: any)", "true if any item is true, else false if all are false, else null.", "任一为真。")
def _any(run: Run, items: list[Any]) -> bool | None:
    run.spend(len(items))
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None
