"""Invocations: a function called with named arguments, exactly as FEEL calls it.

The call itself is FEEL text, so that built-in functions with several signatures, functions written in FEEL and
business knowledge models behave alike.
"""

import re
from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles, failing, typed
from engine.decisions.boxed.literal import compile_feel
from engine.decisions.boxes import Invocation, LiteralExpression
from engine.decisions.run import Tally

_CALLED = "__called"
_PLAIN = re.compile(r"[^()\[\]{}\"]+")


@compiles(Invocation)
def compile_invocation(unit: Unit, box: Invocation, known: Known) -> Evaluate:
    """The closure of an invocation."""
    arguments = [
        (
            f"__argument{number}",
            typed(
                unit, binding.type_ref, repr(binding.name), box.place, compile_box(unit, binding.value, known)
            ),
        )
        for number, binding in enumerate(box.bindings)
    ]
    written = ", ".join(
        f"{binding.name}: {name}" for binding, (name, _) in zip(box.bindings, arguments, strict=True)
    )
    head, function = _called(unit, box, known)
    scope = known | {_CALLED} | {name for name, _ in arguments}
    call = compile_feel(unit, f"{head}({written})", scope, box.place)
    if isinstance(call, str):
        return failing("expression-syntax", call, box.place)

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        inner = {**names, **{name: argument(names, tally) for name, argument in arguments}}
        if function is not None:
            inner[_CALLED] = function(names, tally)
        return tally.feel(call, inner, box.place)

    return evaluate


def _called(unit: Unit, box: Invocation, known: Known) -> tuple[str, Evaluate | None]:
    """How the call names its function: by the name that was written, or as a value evaluated before."""
    function = box.function
    if (
        isinstance(function, LiteralExpression)
        and function.language is None
        and _PLAIN.fullmatch(function.text)
    ):
        return function.text.strip(), None
    return _CALLED, compile_box(unit, function, known)
