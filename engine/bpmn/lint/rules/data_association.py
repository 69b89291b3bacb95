"""A data association leads from data to data, and says where it leads (BPMN 2.0.2, 10.4.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import bpmn_child, bpmn_children, local, reference, text_of

_DATA = frozenset(
    [
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataStore",
        "property",
        "dataInput",
        "dataOutput",
        "inputDataItem",
        "outputDataItem",
    ]
)


@rule(
    "data-association",
    "error",
    "Let sourceRef and targetRef name data objects, inputs, outputs or properties.",
)
def check(subject: Subject) -> Iterator[Spot]:
    """Associations without a target, and with ends that are no data; without a source they are only told."""
    for element in subject.elements("dataInputAssociation", "dataOutputAssociation"):
        target, sources = bpmn_child(element, "targetRef"), bpmn_children(element, "sourceRef")
        assigned = bool(bpmn_children(element, "assignment"))
        if text_of(target) is None and not assigned:
            yield at_element(element, "the data association leads nowhere")
        if not sources and not assigned and bpmn_child(element, "transformation") is None:
            yield at_element(
                element,
                "the data association has no source; it copies nothing",
                help="Name what is copied in sourceRef, or keep it as a picture.",
                severity="info",
            )
        for end in (*sources, *(() if target is None else (target,))):
            ref = reference(text_of(end))
            found = subject.by_id.get(ref or "")
            if ref is not None and found is not None and local(found) not in _DATA:
                yield at_element(end, f"{ref!r} is a {local(found)}, not data")
            elif ref is not None and found is None:
                yield at_element(
                    end,
                    f"there is no data element {ref!r}; a variable of that name is used",
                    severity="warning",
                )
