"""A cycle repeats only where the event can occur again (BPMN 2.0.2, 10.5.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("timer-cycle-once", "warning", "Use timeDuration, or make the event non-interrupting.")
def check(subject: Subject) -> Iterator[Spot]:
    """Cycles on intermediate catch events and interrupting boundary events, which occur once."""
    for node in subject.nodes("intermediateCatchEvent", "boundaryEvent"):
        if node.type == "boundaryEvent" and not node.interrupting:
            continue
        if any(event.timer is not None and event.timer.kind == "cycle" for event in node.events):
            yield at(node, "the timer has a cycle, but the event occurs only once")
