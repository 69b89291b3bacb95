"""Every flow out of a deciding gateway says when it is taken; others take no conditions (BPMN 2.0.2, 10.6 and 13.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("gateway-condition", "error", "Write the condition, or make this flow the default of the gateway.")
def check(subject: Subject) -> Iterator[Spot]:
    """Exclusive and inclusive splits with a flow that has neither condition nor default; conditions where none count."""
    for node in subject.nodes():
        if node.type in ("exclusiveGateway", "inclusiveGateway") and len(node.outgoing) > 1:
            for flow in node.outgoing:
                if flow.condition is None and flow is not node.default:
                    yield at(
                        flow,
                        f"the flow {flow.name or flow.id!r} has no condition and is not the default",
                        severity="error" if node.type == "exclusiveGateway" else "warning",
                    )
        if node.type in ("parallelGateway", "startEvent") and node.conditional_outgoing:
            yield at(
                node,
                "conditions have no meaning on the flows of this element",
                help="Remove the conditions, or use an inclusive gateway.",
            )
