"""Every node can be reached from a start of its container."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Nodes that no token can ever reach."""
    seen: set[str] = set()
    stack = [node.id for node in (*graph.starts, *graph.event_starts, *graph.implicit_starts)]
    stack += [node.id for node in graph.event_sub_processes]
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        node = graph.nodes[current]
        stack += [flow.target for flow in node.outgoing]
        stack += [event.id for event in node.boundary]
        if node.compensation is not None:
            stack.append(node.compensation.id)
            stack += [
                event.id
                for event in graph.nodes.values()
                if event.attached_to == current and event.type == "boundaryEvent"
            ]
        stack += [
            graph.links[event.name or ""].id
            for event in node.events
            if event.kind == "link" and (event.name or "") in graph.links
        ]
    for node in graph.nodes.values():
        if node.id not in seen:
            yield Finding(
                "node-disconnected",
                "error",
                "no token can ever reach this element",
                node.id,
                node.line,
                help="Connect it with a sequence flow, or remove it.",
            )
