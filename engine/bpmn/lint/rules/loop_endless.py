"""A standard loop needs a condition or a maximum, or it never ends (BPMN 2.0.2, 10.3.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("loop-endless", "error", "Add loopCondition or loopMaximum.")
def check(subject: Subject) -> Iterator[Spot]:
    """Standard loops that nothing ends."""
    for node in subject.nodes():
        loop = node.loop
        if loop is not None and loop.kind == "standard" and loop.condition is None and loop.maximum is None:
            yield at(node, "the loop has neither a condition nor a maximum; it never ends")
