"""An end event has no outgoing sequence flow (BPMN 2.0.2, 10.5.3)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """End events with outgoing flows."""
    for node in graph.nodes.values():
        if node.type == "endEvent" and node.outgoing:
            yield Finding(
                "end-outgoing",
                "error",
                "an end event must not have an outgoing flow",
                node.id,
                node.line,
                help="Remove the flow, or use an intermediate throw event.",
            )
