"""No licence comes about because nobody decided: not by a timer, not by a default flow, not whatever was decided (our rule 1).

行政许可法 art. 37 and 38: a licence is granted by a written decision after review. Silence of the authority is deemed
acceptance of an application at most (art. 32), never a grant.
"""

from collections.abc import Iterator

from engine.bpmn.lint.offices import LICENCE, decides, operation
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Flow, Graph, Node

_SILENT = frozenset({"timer", "signal", "conditional"})


@rule(
    "licence-by-silence",
    "error",
    "Lead this path through a decision task before the licence.",
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Timers, signals and conditions on decision tasks, and default flows after them, that lead to a licence."""
    for graph in subject.graphs.values():
        if any(operation(node) == LICENCE for node in graph.nodes.values()):
            for node in graph.nodes.values():
                if decides(subject, node, unknown_calls=False):
                    yield from _by_event(subject, graph, node)
                    yield from _by_default(subject, graph, node)


def _by_event(subject: Subject, graph: Graph, decision: Node) -> Iterator[Spot]:
    for event in decision.boundary:
        if any(definition.kind in _SILENT for definition in event.events):
            licence = _licence(subject, graph, event)
            if licence is not None:
                yield at(
                    event, f"when {decision.id!r} is not decided, this path issues the licence {licence.id!r}"
                )


def _by_default(subject: Subject, graph: Graph, decision: Node) -> Iterator[Spot]:
    """Follow the flows that a token takes whatever was decided."""
    stack, seen = list(decision.outgoing), set[str]()
    while stack:
        flow = stack.pop()
        target = graph.nodes[flow.target]
        if flow.id in seen or flow.condition is not None or decides(subject, target):
            continue
        seen.add(flow.id)
        if operation(target) == LICENCE:
            yield at(flow, f"whatever {decision.id!r} decides, this flow leads to the licence {target.id!r}")
        elif target.type not in ("userTask", "manualTask", "callActivity"):
            stack.extend(_unconditional(target))


def _unconditional(node: Node) -> tuple[Flow, ...]:
    return tuple(flow for flow in node.outgoing if flow.condition is None)


def _licence(subject: Subject, graph: Graph, event: Node) -> Node | None:
    found = reachable(graph, [event], lambda node: decides(subject, node))
    return next((node for node in found.values() if operation(node) == LICENCE), None)
