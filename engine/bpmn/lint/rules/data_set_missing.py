"""Every input belongs to an input set, every output to an output set; a sub-process has neither (BPMN 2.0.2, 10.4.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import bpmn_children, local, reference, text_of

_SETS = {"dataInput": ("inputSet", "dataInputRefs"), "dataOutput": ("outputSet", "dataOutputRefs")}
_SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@rule("data-set-missing", "warning", "List it in an inputSet or outputSet, or use a data object.")
def check(subject: Subject) -> Iterator[Spot]:
    """Inputs and outputs that no set lists, and specifications of sub-processes."""
    for specification in subject.elements("ioSpecification"):
        owner = specification.getparent()
        if owner is not None and local(owner) in _SUB_PROCESSES:
            yield at_element(specification, "a sub-process has no inputs and outputs of its own")
        for kind, (set_name, references) in _SETS.items():
            listed = {
                reference(text_of(child))
                for group in bpmn_children(specification, set_name)
                for child in bpmn_children(group, references)
            }
            for item in bpmn_children(specification, kind):
                if item.get("id") not in listed:
                    yield at_element(item, f"no {set_name} lists this {kind}")
