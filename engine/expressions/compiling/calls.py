"""Functions: literals with their closures, calls by position and by name, and `instance of`."""

from typing import Any

from engine.expressions.budget import Frame, Run
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, UnknownType, compiles
from engine.expressions.compiling.literals import nothing
from engine.expressions.compiling.names import look_up
from engine.expressions.compiling.weight import weight
from engine.expressions.errors import EvaluationError, NoValue
from engine.expressions.functions.table import BUILTINS
from engine.expressions.invoking import invoke, invoke_named
from engine.expressions.syntax import Call, InstanceOf, Lambda, Name, Node
from engine.expressions.types import FeelType, conforms
from engine.expressions.values import Function, kind


class WrittenFunction(Function):
    """A function written in FEEL, with the frame in which it was written."""

    __slots__ = ("body", "cost", "frame")

    def __init__(self, node: Lambda, types: tuple[Any, ...], body: Closure, cost: int, frame: Frame) -> None:
        super().__init__("function", node.parameters, self._refuse, types)
        self.cost = cost
        self.body = body
        self.frame = frame

    def _refuse(self, *arguments: Any) -> Any:
        raise EvaluationError("A FEEL function is called from expressions only.", code="function-call")

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        """Evaluate the body with the arguments bound to the parameters."""
        run.spend(self.cost)
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
    types = tuple(_declared(compiler, wanted) for wanted in node.types)
    body = compiler.inside(StaticScope(certain=frozenset(node.parameters), function=True), node.body)
    cost = weight(node.body)
    return lambda frame: WrittenFunction(node, types, body, cost, frame)


def _declared(compiler: Compiler, wanted: FeelType | None) -> FeelType | None:
    """The type of a parameter: a generic type without its parts means any list, context, function or range."""
    try:
        return compiler.type(wanted)
    except UnknownType:
        return wanted


@compiles(InstanceOf)
def _instance_of(compiler: Compiler, node: InstanceOf) -> Closure:
    value = compiler.compile(node.value)
    try:
        wanted = compiler.type(node.type)
    except UnknownType as reason:
        return nothing("unknown-type", str(reason), node.position)
    return lambda frame: conforms(value(frame), wanted, frame.run)  # type: ignore[arg-type]


@compiles(Call)
def _call(compiler: Compiler, node: Call) -> Closure:
    if len(set(node.names)) != len(node.names):
        return nothing("wrong-arguments", "Every argument is named only once.", node.position)
    function = _handed_on(compiler, node.function)
    arguments = tuple(_handed_on(compiler, argument) for argument in node.arguments)
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
        except ArithmeticError:
            run.warn("arithmetic", f"{called.name}: there is no finite value.", position)
        return None

    return call


def _handed_on(compiler: Compiler, node: Node) -> Closure:
    """A function that is called, or an argument: there a bare name may be that of a built-in function."""
    return look_up(compiler, node, function=True) if isinstance(node, Name) else compiler.compile(node)


def _not_a_function(value: Any, frame: Frame, position: int) -> None:
    frame.run.warn("not-a-function", f"Only a function can be called, not a {kind(value)}.", position)
