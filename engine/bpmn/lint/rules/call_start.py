"""A process that is called has a start event without a trigger, or none at all (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("call-start", "error", "Add a start event without a trigger to the called process.")
def check(subject: Subject) -> Iterator[Spot]:
    """Calls of processes of this file that only a message, timer, signal or condition can start."""
    for node in subject.nodes("callActivity"):
        called = subject.graphs.get(node.called or "")
        if called is not None and not called.starts and called.event_starts:
            yield at(node, f"the process {node.called!r} has no start event that a call could use")
