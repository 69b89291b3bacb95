"""A file to be run holds a process or a global task (BPMN 2.0.2, 10.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import GLOBAL_TASKS


@rule("process-missing", "error", "Add a bpmn:process.")
def check(subject: Subject) -> Iterator[Spot]:
    """Files in which nothing can be run or called."""
    if next(subject.elements("process", *GLOBAL_TASKS), None) is None:
        yield at_element(subject.root, "there is no process in the file")
