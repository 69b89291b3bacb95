"""Input and output sets list inputs and outputs of their own specification (BPMN 2.0.2, 10.4.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import bpmn_children, reference, text_of

_SETS = {
    "inputSet": ("dataInput", ("dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs")),
    "outputSet": ("dataOutput", ("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs")),
}


@rule("data-set-reference", "error", "Refer to a dataInput or dataOutput of the same ioSpecification.")
def check(subject: Subject) -> Iterator[Spot]:
    """References of sets to what their specification or event does not declare."""
    for name, (kind, references) in _SETS.items():
        for element in subject.elements(name):
            owner = element.getparent()
            declared = set() if owner is None else {item.get("id") for item in bpmn_children(owner, kind)}
            for child in bpmn_children(element, *references):
                ref = reference(text_of(child))
                if ref not in declared:
                    yield at_element(child, f"there is no {kind} {ref!r} here")
