"""A data object reference refers to a data object (BPMN 2.0.2, 10.4.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "data-object-reference",
    "warning",
    "Set dataObjectRef; the name of the reference is the variable until then.",
)
def check(subject: Subject) -> Iterator[Spot]:
    """References that refer to nothing."""
    for element in subject.elements("dataObjectReference"):
        if not element.get("dataObjectRef"):
            yield at_element(element, "the reference names no data object")
