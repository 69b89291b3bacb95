"""Literal expressions: FEEL text compiled once. Text that is no FEEL is a finding now and null later."""

from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compiles, failing, null
from engine.decisions.boxes import LiteralExpression, Place
from engine.decisions.cells import read_cell
from engine.decisions.run import Tally
from engine.expressions import Expression
from engine.kernel.errors import JingbanError


@compiles(LiteralExpression)
def compile_literal(unit: Unit, box: LiteralExpression, known: Known) -> Evaluate:
    """The closure of FEEL text; an empty text is null."""
    if box.language is not None:
        message = f"Expressions in {box.language!r:.80} are not evaluated; the value is null."
        unit.find("dmn-expression-language", message, box.place, "Write the expression in FEEL.")
        return failing("expression-language", message, box.place)
    if not box.text.strip():
        return null
    constant = read_cell(box.text)
    if constant is not None and (found := constant.only()) is not None:
        return _constant(found)
    expression = compile_feel(unit, box.text, known, box.place)
    if isinstance(expression, str):
        return failing("expression-syntax", expression, box.place)
    return feel(expression, box.place)


def compile_feel(unit: Unit, text: str, known: Known, place: Place) -> Expression | str:
    """The compiled text, or why it cannot be read (also kept as a finding)."""
    try:
        expression = unit.expression(text, known)
    except JingbanError as error:
        message = f"The expression {shortened(text)} cannot be read: {error.message}"
        unit.find("dmn-expression", message, place, "Correct the expression; until then its value is null.")
        return message
    unit.check_names(expression, known, place)
    return expression


def feel(expression: Expression, place: Place) -> Evaluate:
    """The closure that evaluates a compiled text where it stands."""

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        return tally.feel(expression, names, place)

    return evaluate


def _constant(value: Any) -> Evaluate:
    return lambda names, tally: value


def shortened(text: str) -> str:
    """A text as a message shows it."""
    folded = " ".join(text.split())
    return repr(folded if len(folded) <= 80 else folded[:77] + "…")
