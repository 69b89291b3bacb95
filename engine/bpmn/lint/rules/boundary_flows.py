"""A boundary event is no target of a flow and is the source of at least one (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("boundary-flows", "error", "Lead the flow to the activity, or to the node after the boundary event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Boundary events with incoming flows, and those that lead nowhere."""
    for node in subject.nodes("boundaryEvent"):
        compensates = any(event.kind == "compensate" for event in node.events)
        if node.incoming:
            yield at(node, "a boundary event must not have an incoming flow")
        if not node.outgoing and not compensates:
            yield at(
                node,
                "nothing happens after this boundary event",
                help="Lead a flow from it to what shall be done.",
                severity="warning",
            )
