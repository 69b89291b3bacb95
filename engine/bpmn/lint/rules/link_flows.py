"""A link replaces a sequence flow: its source leads nowhere else, its target has no other way in (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("link-flows", "error", "Remove the flow, or replace the links by a flow.")
def check(subject: Subject) -> Iterator[Spot]:
    """Link throw events with outgoing and link catch events with incoming flows."""
    for node in subject.nodes("intermediateThrowEvent", "intermediateCatchEvent"):
        if not any(event.kind == "link" for event in node.events):
            continue
        if node.type == "intermediateThrowEvent" and node.outgoing:
            yield at(node, "the source of a link must not have an outgoing flow")
        if node.type == "intermediateCatchEvent" and node.incoming:
            yield at(node, "the target of a link must not have an incoming flow")
