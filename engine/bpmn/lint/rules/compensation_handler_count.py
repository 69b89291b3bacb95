"""An activity has one compensation handler at most, and a handler belongs to an activity (BPMN 2.0.2, 10.7.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("compensation-handler-count", "warning", "Associate a compensation boundary event with it.")
def check(subject: Subject) -> Iterator[Spot]:
    """Handlers that nothing is associated with, and activities with two compensation events."""
    for graph in subject.graphs.values():
        used = {node.compensation.id for node in graph.nodes.values() if node.compensation is not None}
        for node in graph.nodes.values():
            if node.for_compensation and node.id not in used and not node.triggered_by_event:
                yield at(node, "no compensation event leads to this handler")
        yield from _several(graph)


def _several(graph: Graph) -> Iterator[Spot]:
    seen: dict[str, Node] = {}
    for node in graph.nodes.values():
        if node.type != "boundaryEvent" or not any(event.kind == "compensate" for event in node.events):
            continue
        host = node.attached_to or ""
        if host in seen:
            yield at(
                node,
                f"{host!r} already has the compensation event {seen[host].id!r}",
                help="Keep one compensation event and do everything in its handler.",
                severity="error",
            )
        seen[host] = node
