"""Reads a whole file: imports, item definitions and the elements of the requirement graph."""

from collections.abc import Callable
from typing import Any

from engine.decisions.elements import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Definitions,
    Import,
    InputData,
    Node,
    Reference,
    Variable,
)
from engine.decisions.reading import tables  # noqa: F401  # registers the reader of decision tables
from engine.decisions.reading.boxed import read_box, read_function
from engine.decisions.reading.items import read_item
from engine.decisions.reading.nodes import Reading, clean_name, clean_type
from engine.decisions.source import Source
from engine.kernel.errors import Finding


def read_definitions(source: Source) -> tuple[Definitions, list[Finding]]:
    """The file as frozen values, and what was odd about its structure (all of severity warning)."""
    root = source.root
    reading = Reading(source.file, source.namespace, root.get("expressionLanguage"))
    namespace = (root.get("namespace") or "").strip()
    definitions = Definitions(
        file=source.file,
        place=reading.place(root),
        name=clean_name(root.get("name")),
        namespace=namespace,
        version=source.version,
        imports=tuple(_read_import(reading, item) for item in reading.children(root, "import")),
        items=tuple(read_item(reading, item) for item in reading.children(root, "itemDefinition")),
        nodes=_read_nodes(reading, root, namespace),
        prefixes={prefix: uri for prefix, uri in root.nsmap.items() if prefix},
    )
    return definitions, reading.findings


def _read_import(reading: Reading, element: Any) -> Import:
    return Import(
        reading.place(element),
        clean_name(element.get("name")),
        (element.get("namespace") or "").strip(),
        element.get("locationURI"),
        (element.get("importType") or "").strip(),
    )


def _read_nodes(reading: Reading, root: Any, namespace: str) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for element in root.iterchildren("*"):
        reader = _READERS.get(reading.local(element) or "")
        if reader is None:
            continue
        key = element.get("id") or clean_name(element.get("name"))
        if key in nodes:
            reading.find(
                "dmn-duplicate-id", f"The id {key!r} is used twice.", element, "Give it an id of its own."
            )
            key = f"{key} at line {element.sourceline}"
        nodes[key] = reader(reading, element, namespace)
    return nodes


def _variable(reading: Reading, element: Any) -> Variable:
    """The element's variable; without one, or with a nameless one, its own name stands in."""
    name = clean_name(element.get("name"))
    variable = reading.child(element, "variable")
    if variable is None:
        return Variable(name, None)
    return Variable(clean_name(variable.get("name")) or name, clean_type(variable.get("typeRef")))


def _reference(element: Any, namespace: str) -> Reference:
    where, _, fragment = (element.get("href") or "").strip().rpartition("#")
    return Reference(None if where in ("", namespace) else where, fragment)


def _required(reading: Reading, element: Any, kind: str, name: str, namespace: str) -> tuple[Reference, ...]:
    return tuple(
        _reference(item, namespace)
        for requirement in reading.children(element, kind)
        for item in reading.children(requirement, name)
    )


def _read_input_data(reading: Reading, element: Any, namespace: str) -> Node:
    return InputData(reading.place(element), clean_name(element.get("name")), _variable(reading, element))


def _read_decision(reading: Reading, element: Any, namespace: str) -> Node:
    return Decision(
        reading.place(element),
        clean_name(element.get("name")),
        _variable(reading, element),
        read_box(reading, element),
        _required(reading, element, "informationRequirement", "requiredInput", namespace),
        _required(reading, element, "informationRequirement", "requiredDecision", namespace),
        _required(reading, element, "knowledgeRequirement", "requiredKnowledge", namespace),
    )


def _read_knowledge(reading: Reading, element: Any, namespace: str) -> Node:
    logic = reading.child(element, "encapsulatedLogic")
    return BusinessKnowledgeModel(
        reading.place(element),
        clean_name(element.get("name")),
        _variable(reading, element),
        None if logic is None else read_function(reading, logic),
        _required(reading, element, "knowledgeRequirement", "requiredKnowledge", namespace),
    )


def _read_service(reading: Reading, element: Any, namespace: str) -> Node:
    def references(name: str) -> tuple[Reference, ...]:
        return tuple(_reference(item, namespace) for item in reading.children(element, name))

    return DecisionService(
        reading.place(element),
        clean_name(element.get("name")),
        _variable(reading, element),
        references("outputDecision"),
        references("encapsulatedDecision"),
        references("inputDecision"),
        references("inputData"),
    )


_READERS: dict[str, Callable[[Reading, Any, str], Node]] = {
    "inputData": _read_input_data,
    "decision": _read_decision,
    "businessKnowledgeModel": _read_knowledge,
    "decisionService": _read_service,
}
