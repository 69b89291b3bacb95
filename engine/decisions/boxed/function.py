"""Function definitions: closures over the names where they stand. Only FEEL bodies are run.

Java and PMML bodies would run code from outside; such a function is null with a warning.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compile_box, compiles, conform, failing
from engine.decisions.boxes import FunctionDefinition
from engine.decisions.feel_types import as_feel
from engine.decisions.run import Tally
from engine.decisions.types import ANY, FunctionOf, Nonconforming, Type, converted, unwrapped
from engine.expressions.types import FeelType
from engine.expressions.values import Function

Build = Callable[[Mapping[str, Any], Tally], Function]


@compiles(FunctionDefinition)
def compile_function(unit: Unit, box: FunctionDefinition, known: Known) -> Evaluate:
    """The closure that makes the function value."""
    build = compile_callable(unit, box, known, "function", ANY)
    if build is None:
        message = f"Functions of kind {box.kind} are not run; the value is null."
        return failing("function-kind", message, box.place)

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        return build(names, tally)

    return evaluate


def compile_callable(
    unit: Unit, box: FunctionDefinition, known: Known, name: str, declared: Type
) -> Build | None:
    """How to make the function of a definition in given names; None for kinds that are not run.

    `declared` is the type of the variable that holds it: a function type's result, or (as 1.1 wrote it) the
    result's own type. The names may still be filled after the function was made.
    """
    if box.kind != "FEEL":
        message = f"Functions of kind {box.kind} are not run; calls are null."
        unit.find("dmn-function-kind", message, box.place, "Write the function in FEEL.")
        return None
    parameters = [parameter.name for parameter in box.parameters]
    types = [unit.types.resolve(parameter.type_ref, box.place) for parameter in box.parameters]
    results = [result_of(of) for of in (unit.types.resolve(box.type_ref, box.place), declared)]
    signature = [declared_feel(of) for of in types]
    result = next((found for of in results if (found := declared_feel(of)) is not None), None)
    body = compile_box(unit, box.body, known | set(parameters))

    def build(names: Mapping[str, Any], tally: Tally) -> Function:
        def call(*arguments: Any) -> Any:
            try:
                values = [converted(of, value) for of, value in zip(types, arguments, strict=True)]
            except Nonconforming as error:
                tally.warn("argument-type", f"{name}: {error}", box.place)
                return None
            tally.enter(box.place)
            value = body({**names, **dict(zip(parameters, values, strict=True))}, tally)
            tally.leave()
            for of in results:
                value = conform(of, value, name, box.place, tally)
            return value

        return Function(name, parameters, call, signature, result)

    return build


def result_of(of: Type) -> Type:
    """The type of the result of what is declared as `of`."""
    bare = unwrapped(of)
    if isinstance(bare, FunctionOf):
        return bare.result
    return ANY if bare.name == "function" else of


def declared_feel(of: Type) -> FeelType | None:
    """A declared type as function values carry it for `instance of`; None where anything is allowed."""
    return None if of is ANY else as_feel(of)
