"""Filters: the items of a list for which a box is true. Positions are no matches here: a boxed match is a condition."""

from typing import Any

from engine.decisions.boxed.compiling import ANY_NAME, Evaluate, Known, Unit, compile_box, compiles
from engine.decisions.boxes import Filter
from engine.decisions.run import Tally


@compiles(Filter)
def compile_filter(unit: Unit, box: Filter, known: Known) -> Evaluate:
    """The closure of `in[match]`; in the match an item is `item`, and its entries are names if it is a context.

    An item whose match is null is left out; a match that is no boolean makes the whole filter null.
    """
    source = compile_box(unit, box.source, known)
    match = compile_box(unit, box.match, known | {"item", ANY_NAME})

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        value = source(names, tally)
        items = value if isinstance(value, list) else [] if value is None else [value]
        tally.spend(len(items), box.place)
        kept = []
        for item in items:
            entries = item if isinstance(item, dict) else {}
            answer = match({**names, "item": item, **entries}, tally)
            if answer is True:
                kept.append(item)
            elif answer is not None and answer is not False:
                tally.warn("filter-not-boolean", "The match is neither true nor false.", box.place)
                return None
        return kept

    return evaluate
