"""Boxed lists: every item is a box of its own."""

from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles
from engine.decisions.boxes import BoxedList
from engine.decisions.run import Tally


@compiles(BoxedList)
def compile_list(unit: Unit, box: BoxedList, known: Known) -> Evaluate:
    """The closure of a list."""
    items = [compile_box(unit, item, known) for item in box.items]

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        return [item(names, tally) for item in items]

    return evaluate
