"""Compensation lies outside the normal flow: no sequence flow leaves its event or touches its handler (BPMN 2.0.2, 10.7)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("compensation-flows", "error", "Connect event and handler by an association, and nothing else.")
def check(subject: Subject) -> Iterator[Spot]:
    """Compensation boundary events with outgoing flows, and handlers with any flow."""
    for node in subject.nodes():
        if (
            node.type == "boundaryEvent"
            and any(e.kind == "compensate" for e in node.events)
            and node.outgoing
        ):
            yield at(node, "a compensation event must not have an outgoing flow")
        if node.for_compensation and (node.incoming or node.outgoing):
            yield at(node, "an activity for compensation must not have sequence flows")
