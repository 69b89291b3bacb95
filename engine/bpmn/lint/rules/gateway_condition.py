"""Every flow out of a deciding gateway says when it is taken (BPMN 2.0.2, 13.4.2)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Exclusive and inclusive splits with a flow that has neither condition nor default; conditions where none count."""
    for node in graph.nodes.values():
        if node.type in ("exclusiveGateway", "inclusiveGateway") and len(node.outgoing) > 1:
            for flow in node.outgoing:
                if flow.condition is None and flow is not node.default:
                    yield Finding(
                        "gateway-condition",
                        "error" if node.type == "exclusiveGateway" else "warning",
                        f"the flow {flow.name or flow.id!r} has no condition and is not the default",
                        flow.id,
                        flow.line,
                        help="Write the condition, or make this flow the default of the gateway.",
                    )
        if node.type in ("parallelGateway", "startEvent") and node.conditional_outgoing:
            yield Finding(
                "gateway-condition",
                "error",
                "conditions have no meaning on the flows of this element",
                node.id,
                node.line,
                help="Remove the conditions, or use an inclusive gateway.",
            )
