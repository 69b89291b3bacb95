"""Relations of points and ranges (DMN 1.5, 10.3.4.10, table 78; Allen's interval algebra).

A bound that is missing lies before, or after, all points. Values that have no order make every relation null.
"""

from dataclasses import dataclass
from typing import Any

from engine.expressions.budget import Run
from engine.expressions.comparing import compare
from engine.expressions.functions.table import builtin
from engine.expressions.values import Range

POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range, or a point: `infinite` is -1 before all values, 1 after all values, else 0."""

    value: Any
    included: bool
    infinite: int = 0


def low(value: Any) -> Bound:
    """The lower bound of a range; a point is its own."""
    if not isinstance(value, Range):
        return Bound(value, True)
    return Bound(value.start, value.start_included, -1 if value.start is None else 0)


def high(value: Any) -> Bound:
    """The upper bound of a range; a point is its own."""
    if not isinstance(value, Range):
        return Bound(value, True)
    return Bound(value.end, value.end_included, 1 if value.end is None else 0)


def sign(left: Bound, right: Bound) -> int:
    """Negative, zero or positive as the left bound is before, at or after the right one."""
    if left.infinite or right.infinite:
        return left.infinite - right.infinite
    return compare(left.value, right.value)


def is_before(a: Any, b: Any) -> bool:
    """Every point of a lies before every point of b."""
    end, start = high(a), low(b)
    order = sign(end, start)
    return order < 0 or (order == 0 and not (end.included and start.included))


def touches(a: Any, b: Any) -> bool:
    """a has a point at or after the start of b."""
    end, start = high(a), low(b)
    order = sign(end, start)
    return order > 0 or (order == 0 and end.included and start.included)


def starts_no_later(a: Any, b: Any) -> bool:
    """The start of a is not after that of b."""
    mine, other = low(a), low(b)
    order = sign(mine, other)
    return order < 0 or (order == 0 and (mine.included or not other.included))


def ends_no_earlier(a: Any, b: Any) -> bool:
    """The end of a is not before that of b."""
    mine, other = high(a), high(b)
    order = sign(mine, other)
    return order > 0 or (order == 0 and (mine.included or not other.included))


def same_start(a: Any, b: Any) -> bool:
    """Both start at the same point, and both include it or neither does."""
    mine, other = low(a), low(b)
    return sign(mine, other) == 0 and mine.included == other.included


def same_end(a: Any, b: Any) -> bool:
    """Both end at the same point, and both include it or neither does."""
    mine, other = high(a), high(b)
    return sign(mine, other) == 0 and mine.included == other.included


def covers(a: Any, b: Any) -> bool:
    """Every point of b lies in a."""
    return starts_no_later(a, b) and ends_no_earlier(a, b)


def is_overlap_before(a: Range, b: Range) -> bool:
    """a starts before b, reaches into b and does not end after it."""
    mine, other = low(a), low(b)
    order = sign(mine, other)
    earlier = order < 0 or (order == 0 and mine.included and not other.included)
    return earlier and touches(a, b) and ends_no_earlier(b, a)


@builtin(
    f"before(point1: {POINT}, point2: {POINT})", "The first point is before the second.", "前一点早于后一点。"
)
@builtin(f"before(point: {POINT}, range: range)", "The point is before the range.", "点在区间之前。")
@builtin(f"before(range: range, point: {POINT})", "The range is before the point.", "区间在点之前。")
@builtin(
    "before(range1: range, range2: range)",
    "The first range is before the second.",
    "前一区间在后一区间之前。",
)
def _before(run: Run, a: Any, b: Any) -> bool:
    return is_before(a, b)


@builtin(
    f"after(point1: {POINT}, point2: {POINT})", "The first point is after the second.", "前一点晚于后一点。"
)
@builtin(f"after(point: {POINT}, range: range)", "The point is after the range.", "点在区间之后。")
@builtin(f"after(range: range, point: {POINT})", "The range is after the point.", "区间在点之后。")
@builtin(
    "after(range1: range, range2: range)", "The first range is after the second.", "前一区间在后一区间之后。"
)
def _after(run: Run, a: Any, b: Any) -> bool:
    return is_before(b, a)


@builtin(
    "meets(range1: range, range2: range)",
    "The first ends where the second starts.",
    "前一区间的终点即后一区间的起点。",
)
def _meets(run: Run, a: Range, b: Range) -> bool:
    return meets(a, b)


@builtin(
    "met by(range1: range, range2: range)",
    "The first starts where the second ends.",
    "前一区间的起点即后一区间的终点。",
)
def _met_by(run: Run, a: Range, b: Range) -> bool:
    return meets(b, a)


def meets(a: Range, b: Range) -> bool:
    """The end of a is the start of b, and both include it."""
    end, start = high(a), low(b)
    return sign(end, start) == 0 and end.included and start.included


@builtin("overlaps(range1: range, range2: range)", "The ranges have a point in common.", "两区间有公共点。")
def _overlaps(run: Run, a: Range, b: Range) -> bool:
    return touches(a, b) and touches(b, a)


@builtin(
    "overlaps before(range1: range, range2: range)",
    "The first begins earlier and reaches into the second.",
    "前一区间先开始并与后一区间重叠。",
)
def _overlaps_before(run: Run, a: Range, b: Range) -> bool:
    return is_overlap_before(a, b)


@builtin(
    "overlaps after(range1: range, range2: range)",
    "The second begins earlier and reaches into the first.",
    "后一区间先开始并与前一区间重叠。",
)
def _overlaps_after(run: Run, a: Range, b: Range) -> bool:
    return is_overlap_before(b, a)


@builtin(f"finishes(point: {POINT}, range: range)", "The point is the included end.", "点是区间包含的终点。")
@builtin(
    "finishes(range1: range, range2: range)",
    "The first lies in the second and both end alike.",
    "前者在后者之内且终点相同。",
)
def _finishes(run: Run, a: Any, b: Range) -> bool:
    return same_end(a, b) and starts_no_later(b, a)


@builtin(
    f"finished by(range: range, point: {POINT})", "The point is the included end.", "区间以该点（包含）结束。"
)
@builtin(
    "finished by(range1: range, range2: range)",
    "The second lies in the first and both end alike.",
    "后者在前者之内且终点相同。",
)
def _finished_by(run: Run, a: Range, b: Any) -> bool:
    return same_end(b, a) and starts_no_later(a, b)


@builtin(f"includes(range: range, point: {POINT})", "The point lies in the range.", "区间包含该点。")
@builtin("includes(range1: range, range2: range)", "The second lies in the first.", "前一区间包含后一区间。")
def _includes(run: Run, a: Range, b: Any) -> bool:
    return covers(a, b)


@builtin(f"during(point: {POINT}, range: range)", "The point lies in the range.", "点在区间之内。")
@builtin("during(range1: range, range2: range)", "The first lies in the second.", "前一区间在后一区间之内。")
def _during(run: Run, a: Any, b: Range) -> bool:
    return covers(b, a)


@builtin(f"starts(point: {POINT}, range: range)", "The point is the included start.", "点是区间包含的起点。")
@builtin(
    "starts(range1: range, range2: range)",
    "The first lies in the second and both start alike.",
    "前者在后者之内且起点相同。",
)
def _starts(run: Run, a: Any, b: Range) -> bool:
    return same_start(a, b) and ends_no_earlier(b, a)


@builtin(
    f"started by(range: range, point: {POINT})",
    "The point is the included start.",
    "区间以该点（包含）开始。",
)
@builtin(
    "started by(range1: range, range2: range)",
    "The second lies in the first and both start alike.",
    "后者在前者之内且起点相同。",
)
def _started_by(run: Run, a: Range, b: Any) -> bool:
    return same_start(b, a) and ends_no_earlier(a, b)


@builtin(f"coincides(point1: {POINT}, point2: {POINT})", "The points are the same.", "两点相同。")
@builtin("coincides(range1: range, range2: range)", "The ranges are the same.", "两区间相同。")
def _coincides(run: Run, a: Any, b: Any) -> bool:
    return same_start(a, b) and same_end(a, b)
