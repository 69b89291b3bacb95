"""A start event has no incoming sequence flow (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Start events with incoming flows."""
    for node in graph.nodes.values():
        if node.type == "startEvent" and node.incoming:
            yield Finding(
                "start-incoming",
                "error",
                "a start event must not have an incoming flow",
                node.id,
                node.line,
                help="Lead the flow to the node after the start event.",
            )
