"""Strict reading: whatever the standard knows is executed, refused by name, or known to change nothing.

Walks the file once beside the schema. An element or attribute in the BPMN namespace that the schema does not have there
would be skipped in silence by a reader that only looks for what it expects; here it is said, with its line. Values of
booleans, numbers and enumerations are checked, because a misspelt `flase` would otherwise count as false.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.schema import Vocabulary, vocabulary
from engine.bpmn.reader.source import BPMN, local
from engine.bpmn.reader.spelling import nearest

# content of any kind: nothing below is looked at
_OPEN = frozenset({"extensionElements", "documentation", "text", "script", "from", "to"})
# without effect wherever they stand
_HARMLESS = frozenset(
    [
        "documentation",
        "extensionElements",
        "textAnnotation",
        "group",
        "association",
        "category",
        "categoryValue",
        "auditing",
        "monitoring",
        "rendering",
        "text",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "dataState",
        "incoming",
        "outgoing",
        "artifact",
    ]
)
_DOCUMENTING = frozenset({"name", "id", "implementation", "itemSubjectRef", "isCollection", "isClosed"})
# the schema only requires what a reader can do without; these are refused where they are read
_READ_ELSEWHERE = frozenset({"sourceRef", "targetRef", "attachedToRef"})
MAX_FINDINGS = 500
_BOOLEANS = frozenset({"true", "false", "1", "0"})
_ID_NEEDED = frozenset({"tProcess", "tSequenceFlow", "tMessage", "tSignal", "tError", "tEscalation"})
# the file runs without: nothing refers to them
_ID_SPARED = _ID_NEEDED - {"tProcess"}


def read_strictly(context: ReadContext) -> None:
    """Findings for everything in the file that the schema does not have, or not there, or not with that value."""
    words = vocabulary()
    stack: list[tuple[etree._Element, str]] = [(context.root, "tDefinitions")]
    # a file with hundreds of such faults is no BPMN; there is no point in listing them all
    while stack and len(context.findings) < MAX_FINDINGS:
        element, kind = stack.pop()
        _attributes(context, words, element, kind)
        name = local(element)
        if name in _OPEN:
            continue
        for child in element:
            child_name = local(child)
            if not child_name or len(context.findings) > MAX_FINDINGS:
                continue
            child_type = words.child_type(kind, child_name)
            if child_type is not None:
                stack.append((child, _actual(words, child, child_type)))
            else:
                _no_place(context, words, child, child_name, name)


def _actual(words: Vocabulary, element: etree._Element, declared: str) -> str:
    """A formal expression may stand for any expression, whether or not xsi:type says so."""
    return "tFormalExpression" if declared == "tExpression" else declared


def _no_place(context: ReadContext, words: Vocabulary, child: etree._Element, name: str, parent: str) -> None:
    if name not in words.names:
        near = nearest(name, words.names)
        context.refuse(
            child,
            "element-unknown",
            f"BPMN 2.0 has no element {name!r}" + (f"; did you mean {near!r}?" if near else ""),
            f"Correct the name to {near!r}." if near else "Remove it, or move it to extensionElements.",
        )
    elif name in _HARMLESS or parent.startswith("correlation"):
        context.refuse(
            child,
            "element-misplaced",
            f"{name!r} has no place in {parent!r} and is ignored",
            "Move it where the standard has it.",
            "info",
        )
    else:
        context.refuse(
            child,
            "element-misplaced",
            f"{name!r} has no place in {parent!r}; it would be skipped",
            f"Move it to an element that may have {name!r}, or remove it.",
        )


def _attributes(context: ReadContext, words: Vocabulary, element: etree._Element, kind: str) -> None:
    declared = words.types[kind].attributes if kind in words.types else {}
    for name, value in element.attrib.items():
        name, value = str(name), str(value)
        if name.startswith("{" + BPMN + "}"):
            name = name[len(BPMN) + 2 :]
        elif name.startswith("{"):
            continue
        if name in declared:
            _value(context, words, element, name, value.strip(), declared[name])
        elif kind in words.types:
            _unknown_attribute(context, words, element, name, declared)
    for name in words.types[kind].required - _READ_ELSEWHERE if kind in words.types else ():
        if element.get(name) is None and name not in _DOCUMENTING:
            context.refuse(
                element,
                "attribute-missing",
                f"{local(element)!r} has no {name!r}, which the schema requires",
                f"Add the attribute {name!r}.",
                "warning",
            )
    if "name" in declared and not (element.get("id") or "").strip() and _is_flow_element(words, kind):
        context.refuse(
            element,
            "id-missing",
            f"this {local(element)!r} has no id, so nothing can refer to it",
            "Give it an id.",
            "warning" if kind in _ID_SPARED else "error",
        )


def _is_flow_element(words: Vocabulary, kind: str) -> bool:
    """Flow nodes, flows and processes: what a trace has to name."""
    return kind in _ID_NEEDED or "incoming" in words.types[kind].children


def _unknown_attribute(
    context: ReadContext, words: Vocabulary, element: etree._Element, name: str, declared: Mapping[str, str]
) -> None:
    here = list(declared)
    near = nearest(name, here, 0.8)
    if near:
        message, help = f"{name!r} is no attribute; did you mean {near!r}?", f"Correct it to {near!r}."
    elif name in words.attributes and name not in _DOCUMENTING:
        message = f"{local(element)!r} has no attribute {name!r}; it would be skipped"
        help = "Remove it, or set it on an element that has it."
    else:
        context.refuse(
            element,
            "attribute-unknown",
            f"{local(element)!r} has no attribute {name!r}; it is ignored",
            "Remove it, or give it a namespace of its own.",
            "warning",
        )
        return
    context.refuse(element, "attribute-unknown", message, help)


def _value(
    context: ReadContext, words: Vocabulary, element: etree._Element, name: str, value: str, kind: str
) -> None:
    expected = ""
    if kind == "xsd:boolean" and value not in _BOOLEANS:
        expected = "true or false"
    elif kind in ("xsd:integer", "xsd:int") and not _is_integer(value) and name != "loopMaximum":
        expected = "a whole number"
    elif kind in words.choices and value not in words.choices[kind]:
        expected = "one of " + ", ".join(sorted(words.choices[kind]))
    if expected and not name.endswith("Quantity"):
        context.refuse(
            element,
            "attribute-value",
            f"{name} is {value[:40]!r}; it must be {expected}",
            f"Set {name} to {expected}.",
        )


def _is_integer(value: str) -> bool:
    digits = value[1:] if value[:1] in ("+", "-") else value
    return digits.isascii() and digits.isdigit()


def bpmn_elements(root: etree._Element) -> Iterator[etree._Element]:
    """Every element of the BPMN namespace in the file, in document order."""
    return (element for element in root.iter(f"{{{BPMN}}}*"))
