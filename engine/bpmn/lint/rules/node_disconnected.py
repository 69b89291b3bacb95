"""Every node can be reached from a start of its container; beside start events nothing starts by itself (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("node-disconnected", "error", "Connect it with a sequence flow, or remove it.")
def check(subject: Subject) -> Iterator[Spot]:
    """Nodes that no token can ever reach."""
    for graph in subject.graphs.values():
        if graph.type == "adHocSubProcess" or graph.type == "globalTask":
            continue
        seen = reachable(graph, _sources(graph))
        for node in graph.nodes.values():
            if node.id not in seen:
                yield at(node, "no token can ever reach this element")


def _sources(graph: Graph) -> Iterator[Node]:
    yield from (*graph.starts, *graph.event_starts, *graph.event_sub_processes)
    if not graph.starts and not any(node.type == "startEvent" for node in graph.event_starts):
        yield from graph.implicit_starts
    handlers = [node.compensation for node in graph.nodes.values() if node.compensation is not None]
    yield from handlers
    yield from (node for node in graph.nodes.values() if node.for_compensation)
    yield from (
        node
        for node in graph.nodes.values()
        if any(e.kind == "compensate" for e in node.events) and node.attached_to
    )
    # a gateway or receive task that starts the process when its message comes
    yield from (node for node in graph.nodes.values() if node.instantiate)
