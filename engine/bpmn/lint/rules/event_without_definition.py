"""An intermediate catch event or boundary event waits for something (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("event-without-definition", "error", "Add an event definition, or use an intermediate throw event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Catching events that could never occur."""
    for node in subject.nodes("intermediateCatchEvent", "boundaryEvent"):
        if not node.events:
            yield at(node, "the event waits for nothing and never occurs")
