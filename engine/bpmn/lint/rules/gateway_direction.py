"""`gatewayDirection` says how many flows a gateway has on either side (BPMN 2.0.2, 8.4.9)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import GATEWAYS


@rule("gateway-direction", "error", "Correct gatewayDirection, or remove it.")
def check(subject: Subject) -> Iterator[Spot]:
    """Gateways with another number of flows than they say."""
    for node in subject.nodes(*GATEWAYS):
        direction = (subject.element(node).get("gatewayDirection") or "Unspecified").strip()
        many_in, many_out = len(node.incoming) > 1, len(node.outgoing) > 1
        if direction == "Converging" and many_out:
            yield at(node, "a converging gateway must not have several outgoing flows")
        elif direction == "Diverging" and many_in:
            yield at(node, "a diverging gateway must not have several incoming flows")
        elif (direction in ("Converging", "Mixed") and not many_in) or (
            direction in ("Diverging", "Mixed") and not many_out
        ):
            yield at(
                node, f"the gateway says {direction}, but has too few flows for that", severity="warning"
            )
