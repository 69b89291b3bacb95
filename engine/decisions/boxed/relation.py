"""Relations: rows under named columns become a list of contexts."""

from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles, typed
from engine.decisions.boxes import Relation
from engine.decisions.run import Tally


@compiles(Relation)
def compile_relation(unit: Unit, box: Relation, known: Known) -> Evaluate:
    """The closure of a relation; each cell is converted to its column's type."""
    rows = [
        [
            (name, typed(unit, type_ref, repr(name), box.place, compile_box(unit, cell, known)))
            for (name, type_ref), cell in zip(box.columns, row, strict=True)
        ]
        for row in box.rows
    ]

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        tally.spend(len(rows), box.place)
        return [{name: cell(names, tally) for name, cell in row} for row in rows]

    return evaluate
