"""A limit is a whole number of working days, or an expression for one."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import number
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("limit-number", "error", 'Give a whole number of working days, or "=" and an expression.', ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Literal limits that are no whole number from 1 to 1000."""
    for node in subject.nodes("userTask", "manualTask"):
        value = node.attributes.get("limit")
        if isinstance(value, str) and not 1 <= (number(value) or 0) <= 1000:
            yield at(node, f"jb:limit is {value!r}, no number of working days")
