"""An error that leaves its sub-process is caught somewhere around it (BPMN 2.0.2, 10.5.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("error-uncaught", "warning", "Attach an error boundary event to the sub-process.", deep=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Error end events inside sub-processes whose code nothing around them catches."""
    for graph, node in subject.placed("endEvent"):
        codes = [event.code for event in node.events if event.kind == "error"]
        if codes and graph.parent is not None and not _caught(subject, graph, codes[0]):
            yield at(
                node, f"nothing around this sub-process catches the error {codes[0]!r}; it would end the case"
            )


def _caught(subject: Subject, graph: Graph, code: str | None) -> bool:
    current: Graph | None = graph
    while current is not None:
        handlers = [
            start
            for node in current.event_sub_processes
            if node.inner and node.inner != graph.id
            for start in subject.graphs[node.inner].event_starts
        ]
        parent = subject.parent(current)
        if any(_catches(node, code) for node in (*handlers, *(parent.boundary if parent else ()))):
            return True
        current = subject.graphs.get(current.parent or "")
    return False


def _catches(node: Node, code: str | None) -> bool:
    return any(event.kind == "error" and event.code in (None, code) for event in node.events)
