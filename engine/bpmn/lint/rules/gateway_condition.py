"""Every flow out of a deciding gateway says when it is taken (BPMN 2.0.2, 10.6.2, 10.6.3 and 13.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "gateway-condition",
    "error",
    "Write the condition, or make this flow the default of the gateway.",
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Exclusive and inclusive splits with a flow that has neither condition nor default.

    The standard lets such a flow be taken always, so a sketch may be simulated; an office decides by conditions.
    """
    for node in subject.nodes("exclusiveGateway", "inclusiveGateway"):
        if len(node.outgoing) < 2:
            continue
        for flow in node.outgoing:
            if flow.condition is None and flow is not node.default:
                yield at(
                    flow,
                    f"the flow {flow.name or flow.id!r} has no condition and is not the default",
                    severity="error" if node.type == "exclusiveGateway" else "warning",
                )
