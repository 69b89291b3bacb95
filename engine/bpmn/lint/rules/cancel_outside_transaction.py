"""Only a transaction can be cancelled (BPMN 2.0.2, 10.3.5 and 10.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph


@rule("cancel-outside-transaction", "error", "Make the sub-process a transaction, or use an error event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Cancel end events outside transactions and cancel boundary events on other activities."""
    for graph, node in subject.placed("endEvent", "boundaryEvent"):
        if not any(event.kind == "cancel" for event in node.events):
            continue
        if node.type == "endEvent":
            if not _in_transaction(subject, graph):
                yield at(node, "a cancel end event belongs into a transaction")
        else:
            host = graph.nodes.get(node.attached_to or "")
            if host is not None and host.type != "transaction":
                yield at(node, f"a cancel event belongs on a transaction; {host.id!r} is none")


def _in_transaction(subject: Subject, graph: Graph) -> bool:
    current: Graph | None = graph
    while current is not None:
        if current.type == "transaction":
            return True
        current = subject.graphs.get(current.parent or "")
    return False
