"""A wait that only somebody outside can end, with nothing beside it for the case that nobody does (our rule 3).

The lint looks at one gateway; this looks at where a token really is: a limit on the sub-process around it, or a branch
that ends everything, is a way out as well.
"""

from collections.abc import Iterator

from engine.bpmn.model import EventDefinition, Node
from engine.bpmn.proof.explore import Edge, Situation
from engine.bpmn.proof.rule import Explored, Spot, rule

_OUTSIDE = frozenset({"message", "signal", "conditional"})


@rule("proof-wait-without-way-out", "warning", "Add a timer beside it, or on the sub-process around it.")
def check(explored: Explored) -> Iterator[Spot]:
    """Places where a token waits for a message, signal or condition and nothing else can ever take it away."""
    expected = _thrown_elsewhere(explored)
    waiting: dict[str, list[Situation]] = {}
    for here in explored.found.situations:
        for element in _outside_waits(here, expected):
            waiting.setdefault(element, []).append(here)
    for element, situations in waiting.items():
        inside = set(situations)
        left = explored.back_from(
            (here for here in explored.found.situations if here not in inside),
            lambda edge: not _from_outside(explored, edge),
        )
        vain = next((here for here in situations if here not in left), None)
        if vain is not None:
            yield Spot(
                "only an event from outside ends this wait; if it never comes, the case stays here for ever",
                element,
                vain.path(),
            )


def _outside_waits(here: Situation, expected: set[tuple[str, str | None]]) -> Iterator[str]:
    for act in here.state.acts.values():
        waits = [wait for wait in here.state.waits.values() if wait.act == act.id]
        if act.phase not in ("event", "open") or not waits:
            continue
        # boundary events belong to the act as well: they are ways out, or the work itself is one
        own = {wait.node for wait in waits}
        if act.phase == "open" and own != {act.node}:
            continue
        if all(wait.kind in _OUTSIDE and (wait.kind, wait.name) not in expected for wait in waits):
            yield act.node


def _from_outside(explored: Explored, edge: Edge) -> bool:
    node = explored.node(edge.step.element) if edge.step.what == "occurs" else None
    kinds = {event.kind for event in _awaited(node)} if node is not None else set()
    return bool(kinds) and kinds <= _OUTSIDE


def _awaited(node: Node) -> tuple[EventDefinition, ...]:
    return (*node.events, *((node.message,) if node.message is not None else ()))


def _thrown_elsewhere(explored: Explored) -> set[tuple[str, str | None]]:
    """Messages and signals that another process of the same files throws: somebody is expected to."""
    return {
        (event.kind, event.name)
        for node in explored.program.nodes()
        if node.process != explored.process
        and node.type in ("intermediateThrowEvent", "endEvent", "sendTask")
        for event in _awaited(node)
    }
