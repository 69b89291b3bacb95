"""An event sub-process lies outside the normal flow: its event starts it (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import SUB_PROCESSES


@rule("event-sub-process-flows", "error", "Remove the flows; its start event starts it.")
def check(subject: Subject) -> Iterator[Spot]:
    """Event sub-processes with sequence flows."""
    for node in subject.nodes(*SUB_PROCESSES):
        if node.triggered_by_event and (node.incoming or node.outgoing):
            yield at(node, "an event sub-process must not have incoming or outgoing flows")
