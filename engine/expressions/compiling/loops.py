"""for, some and every: each binds its names in a frame of its own and counts every turn against the budget."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Frame, Run
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.errors import NoValue
from engine.expressions.syntax import For, Iteration, Node, Quantified
from engine.expressions.temporal import civil, make
from engine.expressions.temporal.arithmetic import is_date
from engine.expressions.values import Range, kind

Source = Callable[[Frame], Iterable[Any]]


@compiles(For)
def _for(compiler: Compiler, node: For) -> Closure:
    sources, _scope, body = _compile(compiler, node.iterations, node.body, "partial")
    names = [iteration.name for iteration in node.iterations]

    def loop(frame: Frame) -> list[Any] | None:
        partial: list[Any] = []
        run = frame.run

        def turn(inner: Frame) -> None:
            run.spend(1)
            inner.names["partial"] = partial  # type: ignore[index]
            partial.append(body(inner))

        try:
            _each(names, sources, 0, frame, turn)
        except NoValue as reason:
            run.warn(reason.code, reason.message, node.position)
            return None
        return partial

    def loop_with_partial(frame: Frame) -> list[Any] | None:
        results: list[Any] = []
        run = frame.run

        def turn(inner: Frame) -> None:
            run.spend(1 + (len(results) >> 3))
            inner.names["partial"] = results.copy()  # type: ignore[index]
            results.append(body(inner))

        try:
            _each(names, sources, 0, frame, turn)
        except NoValue as reason:
            run.warn(reason.code, reason.message, node.position)
            return None
        return results

    return loop_with_partial if "partial" in compiler.text else loop


@compiles(Quantified)
def _quantified(compiler: Compiler, node: Quantified) -> Closure:
    sources, _, condition = _compile(compiler, node.iterations, node.condition)
    names = [iteration.name for iteration in node.iterations]
    decisive = not node.every

    def quantified(frame: Frame) -> bool | None:
        answers = {decisive: False, None: False}
        run = frame.run

        def turn(inner: Frame) -> None:
            run.spend(1)
            answer = condition(inner)
            if answer is decisive:
                raise _Decided
            if answer is not (not decisive):
                answers[None] = True

        try:
            _each(names, sources, 0, frame, turn)
        except _Decided:
            return decisive
        except NoValue as reason:
            run.warn(reason.code, reason.message, node.position)
            return None
        return None if answers[None] else not decisive

    return quantified


class _Decided(Exception):
    """One turn has decided the whole quantifier."""


def _compile(
    compiler: Compiler, iterations: tuple[Iteration, ...], body: Node, *extra: str
) -> tuple[list[Source], StaticScope, Closure]:
    sources = []
    bound: frozenset[str] = frozenset()
    depth = len(compiler.scopes)
    for iteration in iterations:
        sources.append(_source(compiler, iteration))
        bound = frozenset({iteration.name})
        compiler.scopes.append(StaticScope(certain=bound))
    innermost = StaticScope(certain=bound | frozenset(extra))
    compiler.scopes[-1] = innermost
    closure = compiler.compile(body)
    del compiler.scopes[depth:]
    return sources, innermost, closure


def _each(
    names: list[str], sources: list[Source], level: int, frame: Frame, turn: Callable[[Frame], None]
) -> None:
    name, last = names[level], level == len(names) - 1
    run = frame.run
    for value in sources[level](frame):
        inner = Frame({name: value}, frame, run)
        if last:
            turn(inner)
        else:
            run.spend(1)
            _each(names, sources, level + 1, inner, turn)


def _source(compiler: Compiler, iteration: Iteration) -> Source:
    first = compiler.compile(iteration.source)
    if iteration.end is None:
        return lambda frame: _items(first(frame), frame.run)
    last = compiler.compile(iteration.end)
    return lambda frame: _run(first(frame), last(frame), frame.run)


def _items(value: Any, run: Run) -> Iterable[Any]:
    if type(value) is list:
        return value
    if value is None:
        raise NoValue("There is nothing to go through: the list is null.", "null-operand")
    if isinstance(value, Range):
        return _range_items(value, run)
    return [value]


def _range_items(span: Range, run: Run) -> Iterable[Any]:
    if span.start is None or span.end is None:
        raise NoValue("A range without a bound cannot be gone through.")
    values = list(_run(span.start, span.end, run)) if _ascending(span) else []
    start = 0 if span.start_included or not values else 1
    end = len(values) - (0 if span.end_included or not values else 1)
    return values[start:end]


def _ascending(span: Range) -> bool:
    return bool(span.start <= span.end)


def _run(first: Any, last: Any, run: Run) -> Iterator[Any]:
    """The integers or dates from first to last, upwards or downwards, both included."""
    if type(first) is Decimal and type(last) is Decimal:
        start, end = numbers.as_int(first, "The start"), numbers.as_int(last, "The end")
        return (Decimal(value) for value in _steps(start, end))
    if is_date(first) and is_date(last):
        return (
            _date(value)
            for value in _steps(
                civil.ordinal(first.year, first.month, first.day),
                civil.ordinal(last.year, last.month, last.day),
            )
        )
    raise NoValue(
        f"Cannot go from {kind(first)} to {kind(last)}; use whole numbers or dates.", "type-mismatch"
    )


def _steps(start: int, end: int) -> range:
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def _date(days: int) -> Any:
    return (
        date.fromordinal(days)
        if 1 <= days <= date.max.toordinal()
        else make.make_date(*civil.from_ordinal(days))
    )
