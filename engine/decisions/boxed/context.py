"""Contexts: entries are evaluated in order and see those above them; a nameless last one is the result."""

from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles, typed
from engine.decisions.boxes import Context
from engine.decisions.run import Tally


@compiles(Context)
def compile_context(unit: Unit, box: Context, known: Known) -> Evaluate:
    """The closure of a context, or of its result cell if it has one."""
    entries: list[tuple[str, Evaluate]] = []
    result: Evaluate | None = None
    for entry in box.entries:
        evaluate = compile_box(unit, entry.value, known)
        if entry.name is None:
            result = typed(unit, entry.type_ref, "The result", box.place, evaluate)
            continue
        entries.append((entry.name, typed(unit, entry.type_ref, repr(entry.name), box.place, evaluate)))
        known = known | {entry.name}
    return _context(entries, result)


def _context(entries: list[tuple[str, Evaluate]], result: Evaluate | None) -> Evaluate:
    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        inner = dict(names)
        values: dict[str, Any] = {}
        for name, entry in entries:
            inner[name] = values[name] = entry(inner, tally)
        return values if result is None else result(inner, tally)

    return evaluate
