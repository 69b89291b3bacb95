"""Decision services as functions (10.4): their parameters are the input data, then the input decisions.

Inside, only the arguments are known; whatever else a decision would need from outside is null there.
"""

from typing import TYPE_CHECKING, Any

from engine.decisions.boxed.compiling import conform
from engine.decisions.boxed.function import declared_feel, result_of
from engine.decisions.linking import Link
from engine.decisions.paths import Key, follow
from engine.decisions.program import CompiledDecision, CompiledInput, CompiledService, Program
from engine.decisions.run import Tally
from engine.decisions.types import ANY, Nonconforming, Type, converted
from engine.expressions.values import Function

if TYPE_CHECKING:
    from engine.decisions.solving import Solver


def service_function(solver: "Solver", key: Key, node: CompiledService) -> Function:
    """The service as a function value for FEEL."""

    def call(*arguments: Any) -> Any:
        return call_service(solver, key, node, list(arguments))

    names = [link.qualified for link in node.parameters]
    types = [declared_feel(type_of(solver.program, link)) for link in node.parameters]
    return Function(node.node.variable.name, names, call, types, declared_feel(result_of(node.type)))


def call_service(solver: "Solver", key: Key, node: CompiledService, arguments: list[Any]) -> Any:
    """The service's value: the one output decision's, or a context of several; null for unfit arguments."""
    tally = solver.tally
    inner = solver.inside()
    for link, value in zip(node.parameters, arguments, strict=True):
        try:
            inner.values[follow(key[0], link)] = converted(type_of(solver.program, link), value)
        except Nonconforming as error:
            tally.warn("argument-type", f"{node.node.name}: {link.name!r}: {error}", node.node.place)
            return None
    tally.enter(node.node.place)
    outputs = {link.name: inner.solve(follow(key[0], link)) for link in node.outputs}
    tally.leave()
    value = next(iter(outputs.values())) if len(node.outputs) == 1 else outputs
    return _conform(value, node, tally)


def type_of(program: Program, link: Link) -> Type:
    """The declared type of a parameter."""
    node = program.nodes[link.file, link.id]
    return node.type if isinstance(node, CompiledInput | CompiledDecision) else ANY


def _conform(value: Any, node: CompiledService, tally: Tally) -> Any:
    return conform(result_of(node.type), value, repr(node.node.name), node.node.place, tally)
