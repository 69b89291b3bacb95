"""A transaction that can be cancelled says how the process goes on (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("transaction-cancel", "warning", "Attach a cancel boundary event to the transaction.")
def check(subject: Subject) -> Iterator[Spot]:
    """Transactions with a cancel end event that nothing on their boundary catches."""
    for node in subject.nodes("transaction"):
        inside = subject.graphs[node.inner].nodes.values() if node.inner else ()
        cancels = any(e.kind == "cancel" for part in inside if part.type == "endEvent" for e in part.events)
        caught = any(event.kind == "cancel" for boundary in node.boundary for event in boundary.events)
        if cancels and not caught:
            yield at(node, "the transaction can be cancelled, but nothing catches that")
