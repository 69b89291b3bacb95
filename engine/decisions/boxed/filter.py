"""Filters: the items of a list for which a box is true, or the one at the position that it gives."""

from decimal import Decimal
from typing import Any

from engine.decisions.boxed.compiling import ANY_NAME, Evaluate, Known, Unit, compile_box, compiles
from engine.decisions.boxes import Filter
from engine.decisions.run import Tally
from engine.expressions import compile_expression

_POSITION = compile_expression("source[position]", names=("source", "position"))


@compiles(Filter)
def compile_filter(unit: Unit, box: Filter, known: Known) -> Evaluate:
    """The closure of `in[match]`; in the match an item is `item`, and its entries are names if it is a context."""
    source = compile_box(unit, box.source, known)
    match = compile_box(unit, box.match, known | {"item", ANY_NAME})

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        value = source(names, tally)
        items = value if isinstance(value, list) else [] if value is None else [value]
        tally.spend(len(items), box.place)
        answers = [
            match({**names, "item": item, **(item if isinstance(item, dict) else {})}, tally)
            for item in items
        ]
        if answers and isinstance(answers[0], Decimal):
            return tally.feel(_POSITION, {"source": items, "position": answers[0]}, box.place)
        if any(not isinstance(answer, bool) and answer is not None for answer in answers):
            tally.warn("filter-not-boolean", "The match is neither true, false nor a position.", box.place)
        return [item for item, answer in zip(items, answers, strict=True) if answer is True]

    return evaluate
