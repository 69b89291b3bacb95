"""for, some and every: each turn has a frame of its own and is counted against the budget."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Frame
from engine.expressions.comparing import compare
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.compiling.weight import weight
from engine.expressions.errors import NoValue
from engine.expressions.syntax import For, Iteration, Node, Quantified
from engine.expressions.temporal import civil, make
from engine.expressions.temporal.arithmetic import is_date
from engine.expressions.values import Range, kind

Source = Callable[[Frame], Iterable[Any]]
Loop = tuple[tuple[str, Source], ...]


@compiles(For)
def _for(compiler: Compiler, node: For) -> Closure:
    loop, body = _compile(compiler, node.iterations, node.body, frozenset({"partial"}))
    shows_results = "partial" in compiler.text
    cost = weight(node.body)

    def repeat(frame: Frame) -> list[Any] | None:
        results: list[Any] = []
        run = frame.run
        try:
            for inner in _turns(loop, 0, frame):
                run.spend(cost)
                if shows_results:
                    run.spend(len(results) >> 3)
                    inner.names["partial"] = results.copy()  # type: ignore[index]
                results.append(body(inner))
        except NoValue as reason:
            run.warn(reason.code, reason.message, node.position)
            return None
        return results

    return repeat


@compiles(Quantified)
def _quantified(compiler: Compiler, node: Quantified) -> Closure:
    loop, condition = _compile(compiler, node.iterations, node.condition, frozenset())
    decisive = not node.every
    cost = weight(node.condition)

    def quantify(frame: Frame) -> bool | None:
        unknown = False
        try:
            for inner in _turns(loop, 0, frame):
                frame.run.spend(cost)
                answer = condition(inner)
                if answer is decisive:
                    return decisive  # type: ignore[no-any-return]
                unknown = unknown or type(answer) is not bool
        except NoValue as reason:
            frame.run.warn(reason.code, reason.message, node.position)
            return None
        return None if unknown else not decisive

    return quantify


def _compile(
    compiler: Compiler, iterations: tuple[Iteration, ...], body: Node, extra: frozenset[str]
) -> tuple[Loop, Closure]:
    """Every iteration sees the names of those before it, the body sees all."""
    depth = len(compiler.scopes)
    loop: list[tuple[str, Source]] = []
    for iteration in iterations:
        loop.append((iteration.name, _source(compiler, iteration)))
        compiler.scopes.append(StaticScope(certain=frozenset({iteration.name})))
    compiler.scopes[-1] = StaticScope(certain=compiler.scopes[-1].certain | extra)
    closure = compiler.compile(body)
    del compiler.scopes[depth:]
    return tuple(loop), closure


def _turns(loop: Loop, level: int, frame: Frame) -> Iterator[Frame]:
    """The frames of all turns: the last iteration runs fastest."""
    name, source = loop[level]
    run = frame.run
    innermost = level == len(loop) - 1
    for value in source(frame):
        inner = Frame({name: value}, frame, run)
        if innermost:
            yield inner
        else:
            run.spend(1)
            yield from _turns(loop, level + 1, inner)


def _source(compiler: Compiler, iteration: Iteration) -> Source:
    first = compiler.compile(iteration.source)
    if iteration.end is None:
        return lambda frame: _items(first(frame))
    last = compiler.compile(iteration.end)
    return lambda frame: _between(first(frame), last(frame))


def _items(value: Any) -> Iterable[Any]:
    if type(value) is list:
        return value
    if value is None:
        raise NoValue("There is nothing to go through: the list is null.", "null-operand")
    return _range_items(value) if isinstance(value, Range) else [value]


def _range_items(span: Range) -> Iterator[Any]:
    """The integers or dates in a range, upwards."""
    if span.start is None or span.end is None:
        raise NoValue("A range without a bound cannot be gone through.")
    if compare(span.start, span.end) > 0:
        return
    for value in _between(span.start, span.end):
        first, last = value == span.start, value == span.end
        if (span.start_included or not first) and (span.end_included or not last):
            yield value


def _between(first: Any, last: Any) -> Iterator[Any]:
    """The integers or dates from first to last, upwards or downwards, both included."""
    if type(first) is Decimal and type(last) is Decimal:
        return map(Decimal, _steps(numbers.as_int(first, "The start"), numbers.as_int(last, "The end")))
    if is_date(first) and is_date(last):
        return map(_date, _steps(_days(first), _days(last)))
    raise NoValue(
        f"Cannot go from {kind(first)} to {kind(last)}; use whole numbers or dates.", "type-mismatch"
    )


def _steps(start: int, end: int) -> range:
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def _days(value: Any) -> int:
    return civil.ordinal(value.year, value.month, value.day)


def _date(days: int) -> Any:
    return (
        date.fromordinal(days)
        if 1 <= days <= date.max.toordinal()
        else make.make_date(*civil.from_ordinal(days))
    )
