"""Iterations: for, some and every over a list or a range, with FEEL's own idea of what can be gone through."""

from collections.abc import Callable
from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles
from engine.decisions.boxed.literal import feel
from engine.decisions.boxes import Box, Iteration, LiteralExpression
from engine.decisions.run import Tally
from engine.expressions import compile_expression
from engine.kernel.errors import JingbanError

Gather = Callable[[str, list[Any], Evaluate, dict[str, Any], Tally], Any]
_ITEMS = compile_expression("for item in source return item", names=("source",))


@compiles(Iteration)
def compile_iteration(unit: Unit, box: Iteration, known: Known) -> Evaluate:
    """The closure of an iteration; `for` also offers `partial`, the results so far."""
    source = _compile_source(unit, box.source, known)
    inside = known | {box.variable} | ({"partial"} if box.kind == "for" else set())
    body = compile_box(unit, box.body, inside)
    if box.kind == "for":
        gather: Gather = _collect_with_partial if "partial" in repr(box.body) else _collect
    else:
        gather = _quantify(box.kind == "some")

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        items = tally.feel(_ITEMS, {"source": source(names, tally)}, box.place)
        if items is None:
            tally.warn("not-a-list", f"There is nothing to go through with {box.variable!r}.", box.place)
            return None
        tally.spend(len(items), box.place)
        return gather(box.variable, items, body, names, tally)

    return evaluate


def _compile_source(unit: Unit, box: Box | None, known: Known) -> Evaluate:
    """`in`, which may also be written `1..5` as in FEEL's for."""
    if isinstance(box, LiteralExpression) and ".." in box.text and box.language is None:
        try:
            unit.expression(box.text, known)
        except JingbanError:
            try:
                return feel(unit.expression(f"for item in {box.text} return item", known), box.place)
            except JingbanError:
                return compile_box(unit, box, known)
    return compile_box(unit, box, known)


def _collect(variable: str, items: list[Any], body: Evaluate, names: dict[str, Any], tally: Tally) -> Any:
    return [body({**names, variable: item}, tally) for item in items]


def _collect_with_partial(
    variable: str, items: list[Any], body: Evaluate, names: dict[str, Any], tally: Tally
) -> Any:
    """Each turn sees a list of its own, so the copies are counted as work."""
    results: list[Any] = []
    for item in items:
        tally.run.spend(len(results) >> 3)
        results.append(body({**names, variable: item, "partial": results.copy()}, tally))
    return results


def _quantify(some: bool) -> Gather:
    def gather(variable: str, items: list[Any], body: Evaluate, names: dict[str, Any], tally: Tally) -> Any:
        unknown = False
        for item in items:
            answer = body({**names, variable: item}, tally)
            if answer is some:
                return some
            unknown = unknown or not isinstance(answer, bool)
        return None if unknown else not some

    return gather
