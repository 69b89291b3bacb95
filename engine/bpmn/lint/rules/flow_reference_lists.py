"""`incoming` and `outgoing` of a node say the same as its flows (BPMN 2.0.2, 8.4.13)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import bpmn_children, local, reference, text_of


@rule("flow-reference-lists", "warning", "Correct the reference; sourceRef and targetRef of the flow decide.")
def check(subject: Subject) -> Iterator[Spot]:
    """`incoming` and `outgoing` children that name a flow of another node, or none."""
    for node in subject.nodes():
        element = subject.element(node)
        ends = {
            "incoming": {flow.id for flow in node.incoming},
            "outgoing": {flow.id for flow in node.outgoing},
        }
        for child in bpmn_children(element, "incoming", "outgoing"):
            name = reference(text_of(child)) or ""
            if name not in ends[local(child)]:
                yield at_element(
                    child, f"{local(child)} names {name!r}, which is no {local(child)} flow here"
                )
