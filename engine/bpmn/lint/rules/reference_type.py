"""A reference names an element of the type that the standard wants there (BPMN 2.0.2, chapters 8 to 10)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import GLOBAL_TASKS
from engine.bpmn.reader.source import local, reference

_CALLABLE = frozenset({"process", *GLOBAL_TASKS})
_TYPES: Mapping[tuple[str, str], frozenset[str]] = {
    ("dataObjectReference", "dataObjectRef"): frozenset({"dataObject"}),
    ("dataStoreReference", "dataStoreRef"): frozenset({"dataStore"}),
    ("participant", "processRef"): frozenset({"process"}),
    ("messageFlow", "messageRef"): frozenset({"message"}),
    ("sendTask", "messageRef"): frozenset({"message"}),
    ("receiveTask", "messageRef"): frozenset({"message"}),
    ("messageEventDefinition", "messageRef"): frozenset({"message"}),
    ("signalEventDefinition", "signalRef"): frozenset({"signal"}),
    ("errorEventDefinition", "errorRef"): frozenset({"error"}),
    ("escalationEventDefinition", "escalationRef"): frozenset({"escalation"}),
}


@rule("reference-type", "error", "Refer to an element of the right type, or remove the reference.")
def check(subject: Subject) -> Iterator[Spot]:
    """References to nothing or to the wrong thing, where the reading did not refuse them already."""
    for (name, attribute), types in _TYPES.items():
        for element in subject.elements(name):
            ref = reference(element.get(attribute))
            if ref is None:
                continue
            target = subject.by_id.get(ref)
            wanted = " or ".join(sorted(types))
            if target is None:
                yield at_element(
                    element, f"{attribute} names {ref!r}, which does not exist; it must be a {wanted}"
                )
            elif local(target) not in types:
                yield at_element(
                    element, f"{attribute} names the {local(target)} {ref!r}; it must be a {wanted}"
                )
    for element in subject.elements("callActivity"):
        target = subject.by_id.get(reference(element.get("calledElement")) or "")
        if target is not None and local(target) not in _CALLABLE:
            yield at_element(element, f"a {local(target)} cannot be called; calledElement names a process")
