"""Conditionals: anything but true takes the else branch, as FEEL's `if` does."""

from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles
from engine.decisions.boxes import Conditional
from engine.decisions.run import Tally


@compiles(Conditional)
def compile_conditional(unit: Unit, box: Conditional, known: Known) -> Evaluate:
    """The closure of if, then, else; only the branch that is taken is evaluated."""
    test = compile_box(unit, box.test, known)
    then = compile_box(unit, box.then, known)
    otherwise = compile_box(unit, box.otherwise, known)

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        answer = test(names, tally)
        if answer is not None and not isinstance(answer, bool):
            tally.warn(
                "condition-not-boolean", "The condition is neither true nor false; else is taken.", box.place
            )
        return then(names, tally) if answer is True else otherwise(names, tally)

    return evaluate
