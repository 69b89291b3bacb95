"""A lane names flow nodes of its own process (BPMN 2.0.2, 10.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import FLOW_NODES
from engine.bpmn.reader.source import bpmn_children, local, reference, text_of


@rule("lane-reference", "warning", "Correct the reference, or remove it.")
def check(subject: Subject) -> Iterator[Spot]:
    """References of lanes to what is no flow node."""
    for lane in subject.elements("lane"):
        for child in bpmn_children(lane, "flowNodeRef"):
            target = subject.by_id.get(reference(text_of(child)) or "")
            if target is None:
                yield at_element(child, f"the lane names {text_of(child)!r}, which does not exist")
            elif local(target) not in FLOW_NODES:
                yield at_element(child, f"the lane names {text_of(child)!r}, which is no flow node")
