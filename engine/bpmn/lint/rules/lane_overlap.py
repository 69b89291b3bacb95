"""A lane set divides a process: no node lies in two lanes beside each other (BPMN 2.0.2, 10.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import bpmn_children, reference, text_of


@rule(
    "lane-overlap", "error", "Keep the node in one lane; its department and role come from there.", ours=True
)
def check(subject: Subject) -> Iterator[Spot]:
    """Nodes that two lanes of one set name."""
    for lane_set in subject.elements("laneSet", "childLaneSet"):
        seen: dict[str, str] = {}
        for lane in bpmn_children(lane_set, "lane"):
            own_id = lane.get("id") or lane.get("name") or ""
            for child in bpmn_children(lane, "flowNodeRef"):
                name = reference(text_of(child)) or ""
                if seen.setdefault(name, own_id) != own_id:
                    yield at_element(child, f"{name!r} is already in the lane {seen[name]!r}")
