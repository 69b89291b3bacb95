"""A script task without a script does nothing."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("script-empty", "info", "Write `name = expression`, one a line, or use a plain task.")
def check(subject: Subject) -> Iterator[Spot]:
    """Script tasks without an assignment."""
    for node in subject.nodes("scriptTask"):
        if not node.script:
            yield at(node, "the script task has no script")
