"""Errors and cancellations are never non-interrupting; beside an event sub-process a start event interrupts nothing (BPMN 2.0.2, 10.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("event-interrupting", "error", "Remove cancelActivity or isInterrupting.")
def check(subject: Subject) -> Iterator[Spot]:
    """Non-interrupting events whose trigger must interrupt, and flags that mean nothing."""
    for graph, node in subject.placed("boundaryEvent", "startEvent"):
        if node.interrupting:
            continue
        forced = [event.kind for event in node.events if event.kind in _forced(node)]
        if forced == ["compensate"] and node.type == "boundaryEvent":
            yield at(
                node,
                "cancelActivity means nothing here: what is compensated is over",
                help="Remove cancelActivity.",
                severity="warning",
            )
        elif forced:
            yield at(node, f"there is no non-interrupting {forced[0]} event")
        elif node.type == "startEvent" and not _triggered(subject, graph):
            yield at(
                node,
                "isInterrupting means nothing outside an event sub-process",
                help="Remove isInterrupting.",
                severity="warning",
            )


def _forced(node: Node) -> tuple[str, ...]:
    return ("error", "cancel", "compensate") if node.type == "boundaryEvent" else ("error", "compensate")


def _triggered(subject: Subject, graph: Graph) -> bool:
    parent = subject.parent(graph)
    return parent is not None and parent.triggered_by_event
