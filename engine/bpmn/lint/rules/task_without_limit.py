"""Reviews and decisions have a limit, so that the inbox can say what is due (our rule 5)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import kind
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("task-without-limit", "warning", "Set jb:limit to a number of working days.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Tasks of kind review or decide without a limit."""
    for node in subject.nodes("userTask", "manualTask"):
        if kind(node) in ("review", "decide") and "limit" not in node.attributes:
            yield at(node, f"the {kind(node)} task has no limit")
