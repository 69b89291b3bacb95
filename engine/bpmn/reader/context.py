"""What every reading function needs: the file's tables, the findings so far, and one way to compile an expression."""

import re
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.model import Assign, Attribute
from engine.bpmn.reader.data_names import data_names
from engine.bpmn.reader.source import BPMN, JB, bpmn_child, bpmn_children, line_of, local, reference, text_of
from engine.expressions import Expression, ExpressionError, compile_expression
from engine.kernel.errors import Finding, JingbanError, Severity

_LINT_ONLY = frozenset({"lintIgnore", "lintReason"})

_CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")


# says the same in every language
_LITERAL = re.compile(r"\d{1,9}|true|false")


@dataclass(slots=True)
class ReadContext:
    """One file being read. `names` maps ids of data elements to the variable each stands for."""

    file: str
    root: etree._Element
    findings: list[Finding] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str | None] = field(default_factory=dict)
    escalations: dict[str, str | None] = field(default_factory=dict)
    definitions: dict[str, etree._Element] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    message_flows: dict[str, str] = field(default_factory=dict)
    # element that sends → elements that its message flows lead to and that catch messages
    routes: dict[str, list[str]] = field(default_factory=dict)
    # id → what associations connect it with; as artifacts they may be written in its scope, around it or in the collaboration
    associated: dict[str, list[str]] = field(default_factory=dict)
    # operation id → id of the message that it takes
    operations: dict[str, str] = field(default_factory=dict)
    # message name → its correlation key and the expression that reads it from the payload
    correlation: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    language: str = ""

    def refuse(
        self, element: etree._Element, rule: str, message: str, help: str, severity: Severity = "error"
    ) -> None:
        """Note one thing that is wrong, with its place."""
        self.findings.append(
            Finding(rule, severity, message, _id_near(element), line_of(element), self.file, help)
        )

    def compile(
        self, element: etree._Element, text: str, what: str, *, strict: bool = True
    ) -> Expression | None:
        """Compile FEEL; a text that does not compile becomes a finding and None."""
        language = (element.get("language") or self.language).lower()
        if language and not _means_feel(language) and not _LITERAL.fullmatch(text.strip()):
            self.refuse(
                element,
                "expression-language",
                f"{what} is written in {language}; expressions are FEEL",
                "Write the expression in FEEL and remove the language attribute.",
            )
            return None
        try:
            return compile_expression(text, names=tuple(self.names.values()), strict=strict)
        except (ExpressionError, JingbanError) as error:
            self.refuse(
                element,
                "expression-syntax",
                f"{what} does not compile: {error}",
                "Correct the FEEL expression; equality is a single =.",
            )
            return None

    def attribute(self, element: etree._Element, text: str, what: str, *, strict: bool = True) -> Attribute:
        """One of our attributes: FEEL after a leading "=", else literal text."""
        if text.lstrip().startswith("="):
            compiled = self.compile(element, text.lstrip()[1:], what, strict=strict)
            return compiled if compiled is not None else ""
        return text

    def variable(self, ref: str | None) -> str | None:
        """The variable that a data element's id stands for; other text is taken as the name itself."""
        ref = reference(ref)
        return None if ref is None else self.names.get(ref, ref)


def _means_feel(language: str) -> bool:
    """XPath is what the schema and many editors write without anybody having chosen it."""
    return "feel" in language or "xpath" in language


def open_context(root: etree._Element, file: str) -> ReadContext:
    """Read the root elements that others refer to."""
    context = ReadContext(file, root)
    language = root.get("expressionLanguage") or ""
    context.language = language
    for element in root:
        kind, ref = local(element), element.get("id")
        if not kind or ref is None:
            continue
        if kind == "message":
            context.messages[ref] = element.get("name") or ref
        elif kind == "signal":
            context.signals[ref] = element.get("name") or ref
        elif kind == "error":
            context.errors[ref] = element.get("errorCode")
        elif kind == "escalation":
            context.escalations[ref] = element.get("escalationCode")
        elif kind.endswith("EventDefinition"):
            context.definitions[ref] = element
    context.names = data_names(root)
    for operation in root.iter(f"{{{BPMN}}}operation"):
        taken = reference(text_of(bpmn_child(operation, "inMessageRef")))
        if taken is not None and operation.get("id"):
            context.operations[operation.get("id") or ""] = taken
    for association in root.iter(f"{{{BPMN}}}association"):
        source, target = (reference(association.get(name)) or "" for name in ("sourceRef", "targetRef"))
        context.associated.setdefault(source, []).append(target)
        context.associated.setdefault(target, []).append(source)
    _pair_message_flows(context)
    return context


def store_names(context: ReadContext) -> set[str]:
    """The variables that stand for data stores."""
    found = context.root.iter(f"{{{BPMN}}}dataStoreReference")
    return {context.names[element.get("id") or ""] for element in found if element.get("id")}


def _pair_message_flows(context: ReadContext) -> None:
    """A message flow between two events or tasks says which message they mean where they name none themselves."""
    elements = {element.get("id"): element for element in context.root.iter() if element.get("id")}
    for flow in context.root.iter(f"{{{BPMN}}}messageFlow"):
        ends = [elements.get(reference(flow.get(name)) or "") for name in ("sourceRef", "targetRef")]
        if any(end is None or local(end) == "participant" for end in ends):
            continue
        source, target = (end.get("id") or "" for end in ends if end is not None)
        if ends[1] is not None and local(ends[1]) in _CATCHING:
            context.routes.setdefault(source, []).append(target)
        refs = [flow.get("messageRef"), *(_message_ref(end) for end in ends if end is not None)]
        ref = next((reference(found) for found in refs if found), None)
        name = context.messages.get(ref or "") or flow.get("id")
        for end in ends:
            if end is not None and name:
                context.message_flows.setdefault(end.get("id") or "", name)


def message_ref(context: ReadContext, element: etree._Element) -> str | None:
    """The message that a task or a definition means: by its id, or as what an operation takes."""
    ref = reference(element.get("messageRef"))
    operation = element.get("operationRef") or text_of(bpmn_child(element, "operationRef"))
    return ref if ref is not None else context.operations.get(reference(operation) or "")


def _message_ref(element: etree._Element) -> str | None:
    definition = bpmn_child(element, "messageEventDefinition")
    return element.get("messageRef") or (None if definition is None else definition.get("messageRef"))


def our_attributes(context: ReadContext, element: etree._Element) -> dict[str, Attribute]:
    """The jb: attributes of an element, without their prefix and without what only the lint reads."""
    prefix = "{" + JB + "}"
    return {
        str(name)[len(prefix) :]: context.attribute(element, str(value), f"jb:{str(name)[len(prefix) :]}")
        for name, value in element.attrib.items()
        if str(name).startswith(prefix) and str(name)[len(prefix) :] not in _LINT_ONLY
    }


def our_assigns(context: ReadContext, element: etree._Element, kind: str) -> tuple[Assign, ...]:
    """The `<jb:input|output|payload name="…" value="…"/>` children of an element's extensionElements."""
    extensions = bpmn_child(element, "extensionElements")
    if extensions is None:
        return ()
    found = []
    for child in extensions.iter(f"{{{JB}}}{kind}"):
        name, value = child.get("name"), child.get("value")
        if not name or value is None:
            context.refuse(
                child, "extension-assign", f"jb:{kind} needs name and value", "Give both attributes."
            )
            continue
        found.append(Assign(name, context.attribute(child, value, f"jb:{kind} {name}", strict=False)))
    return tuple(found)


def expression_child(
    context: ReadContext, element: etree._Element, name: str, what: str, *, strict: bool = True
) -> Expression | None:
    """The compiled text of a direct child such as conditionExpression; None when there is none."""
    child = bpmn_child(element, name)
    text = text_of(child)
    if child is None or text is None:
        return None
    return context.compile(child, text, what, strict=strict)


def event_definitions(context: ReadContext, element: etree._Element) -> list[etree._Element]:
    """The event definitions of an event, referenced ones (eventDefinitionRef) included, in document order."""
    found = []
    for child in bpmn_children(element):
        kind = local(child)
        if kind == "eventDefinitionRef":
            ref = reference(text_of(child))
            target = context.definitions.get(ref or "")
            if target is None:
                context.refuse(
                    child,
                    "reference-unknown",
                    f"there is no event definition {ref!r}",
                    "Define it among the root elements or correct the reference.",
                )
            else:
                found.append(target)
        elif kind.endswith("EventDefinition"):
            found.append(child)
    return found


def _id_near(element: etree._Element) -> str | None:
    current: etree._Element | None = element
    while current is not None:
        if current.get("id"):
            return current.get("id")
        current = current.getparent()
    return None
