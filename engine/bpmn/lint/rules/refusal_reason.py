"""A refusal gives its reasons (our rule 6; 行政许可法 art. 38: reasons and remedies)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import REFUSAL, inputs, operation
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("refusal-reason", "error", 'Add <jb:input name="reason" value="=…"/>.', ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Refusals without an input `reason`."""
    for node in subject.nodes("serviceTask"):
        if operation(node) == REFUSAL and not inputs(node).get("reason"):
            yield at(node, "the refusal is given no reason")
