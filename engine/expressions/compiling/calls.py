"""Functions: literals with their closures, calls by position and by name, and `instance of`."""

from typing import Any

from engine.expressions.budget import Frame, Run
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.compiling.literals import nothing
from engine.expressions.errors import EvaluationError, NoValue
from engine.expressions.functions.table import BUILTINS, Builtin
from engine.expressions.syntax import Call, InstanceOf, Lambda, Name
from engine.expressions.types import coerce, conforms
from engine.expressions.values import Function, kind


class Lambdas(Function):
    """A function written in FEEL, with the frame in which it was written."""

    __slots__ = ("body", "frame")

    def __init__(self, node: Lambda, types: tuple[Any, ...], body: Closure, frame: Frame) -> None:
        super().__init__("function", node.parameters, self._refuse, types)
        self.body = body
        self.frame = frame

    def _refuse(self, *arguments: Any) -> Any:
        raise EvaluationError("A FEEL function is called from expressions only.", code="function-call")

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        """Evaluate the body with the arguments bound to the parameters."""
        run.enter_call()
        try:
            names = dict(zip(self.parameters, arguments, strict=True))
            return self.body(Frame(names, self.frame, run))
        finally:
            run.calls_left += 1


@compiles(Lambda)
def _lambda(compiler: Compiler, node: Lambda) -> Closure:
    if node.external:
        return nothing("external-function", "External functions are not run here.", node.position)
    types = tuple(compiler.type(wanted, node.position) for wanted in node.types)
    body = compiler.inside(StaticScope(certain=frozenset(node.parameters)), node.body)
    return lambda frame: Lambdas(node, types, body, frame)


@compiles(InstanceOf)
def _instance_of(compiler: Compiler, node: InstanceOf) -> Closure:
    value, wanted = compiler.compile(node.value), compiler.type(node.type, node.position)
    return lambda frame: conforms(value(frame), wanted, frame.run)  # type: ignore[arg-type]


@compiles(Call)
def _call(compiler: Compiler, node: Call) -> Closure:
    function = compiler.compile(node.function)
    arguments = tuple(compiler.compile(argument) for argument in node.arguments)
    names, position = node.names, node.position
    builtin = BUILTINS.get(node.function.name) if isinstance(node.function, Name) else None

    def call(frame: Frame) -> Any:
        called = function(frame)
        if not isinstance(called, Function):
            if builtin is None:
                return _not_a_function(called, frame, position)
            called = builtin
        values = [argument(frame) for argument in arguments]
        run = frame.run
        run.spend(1)
        try:
            if names:
                return invoke_named(called, dict(zip(names, values, strict=True)), run)
            return invoke(called, values, run)
        except NoValue as reason:
            run.warn(reason.code, f"{called.name}: {reason.message}", position)
            return None

    return call


def _not_a_function(value: Any, frame: Frame, position: int) -> None:
    frame.run.warn("not-a-function", f"Only a function can be called, not a {kind(value)}.", position)


def invoke(function: Function, arguments: list[Any], run: Run) -> Any:
    """Call any function value with positional arguments; NoValue when they do not fit its parameters."""
    if isinstance(function, Builtin):
        return function.invoke(run, arguments)
    if len(arguments) != len(function.parameters):
        raise NoValue(
            f"{len(function.parameters)} arguments are expected, not {len(arguments)}.", "wrong-arguments"
        )
    converted = []
    for name, wanted, value in zip(function.parameters, function.types, arguments, strict=True):
        fits, fitted = coerce(value, wanted, run)
        if not fits:
            raise NoValue(f"The argument {name!r:.80} is a {kind(value)}.", "wrong-arguments")
        converted.append(fitted)
    result = function.invoke(run, converted)
    if function.result is not None:
        fits, result = coerce(result, function.result, run)
        if not fits:
            raise NoValue("The result is not of the declared type.", "type-mismatch")
    return result


def invoke_named(function: Function, arguments: dict[str, Any], run: Run) -> Any:
    """Call any function value with named arguments; NoValue for a name that it does not have."""
    if isinstance(function, Builtin):
        return function.invoke_named(run, arguments)
    unknown = [name for name in arguments if name not in function.parameters]
    if unknown:
        raise NoValue(f"There is no parameter {unknown[0]!r:.80}.", "wrong-arguments")
    return invoke(function, [arguments.get(name) for name in function.parameters], run)
