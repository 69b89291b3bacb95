"""Our own attributes: which exist, and on which elements they mean something (the table is docs/bpmn.md).

A misspelt jb:departement would leave a task in nobody's inbox, so it is refused; one that stands where it means nothing is told.
"""

from collections.abc import Mapping

from lxml import etree

from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import JB, local
from engine.bpmn.reader.spelling import nearest
from engine.bpmn.reader.strict import MAX_FINDINGS

_TASKS = frozenset({"userTask", "manualTask", "globalUserTask", "globalManualTask"})
_OFFERED = _TASKS | {"lane"}
_MESSAGES = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "receiveTask",
        "sendTask",
        "messageEventDefinition",
    ]
)
_MULTI = frozenset({"multiInstanceLoopCharacteristics"})
_TIMER = frozenset({"timerEventDefinition"})
_SERVICES = frozenset({"serviceTask", "sendTask"})
_RULES = frozenset({"businessRuleTask", "globalBusinessRuleTask"})

PLACES: Mapping[str, frozenset[str] | None] = {
    "item": frozenset({"process"}),
    "title": frozenset({"process"}),
    "department": _OFFERED,
    "role": _OFFERED,
    "form": _TASKS,
    "kind": _TASKS,
    "limit": _TASKS | {"process", "subProcess", "transaction", "adHocSubProcess", "callActivity"},
    "excludes": _TASKS,
    "stage": None,
    "outputs": _TASKS,
    "operation": frozenset({"serviceTask"}),
    "connector": _SERVICES,
    "secret": _SERVICES,
    "errors": _SERVICES,
    "attempts": _SERVICES,
    "keep": _MESSAGES - {"messageEventDefinition"},
    "decision": _RULES,
    "result": _RULES,
    "workdays": _TIMER,
    "after": _TIMER,
    "key": _MESSAGES,
    "collection": _MULTI,
    "element": _MULTI,
    "output": _MULTI,
    "outputValue": _MULTI,
    "lintIgnore": None,
    "lintReason": None,
}
CHILDREN = frozenset({"input", "output", "payload"})


def check_our_extensions(context: ReadContext) -> None:
    """Findings for jb: names that do not exist or stand where they mean nothing."""
    prefix = "{" + JB + "}"
    for element in context.root.iter():
        if len(context.findings) > MAX_FINDINGS:
            return
        if element.tag.startswith(prefix):
            _child(context, element, element.tag[len(prefix) :])
        for name in element.attrib:
            if str(name).startswith(prefix):
                _attribute(context, element, str(name)[len(prefix) :])


def _attribute(context: ReadContext, element: etree._Element, name: str) -> None:
    if name not in PLACES:
        _unknown(context, element, name, nearest(name, PLACES, 0.7))
        return
    places = PLACES[name]
    if places is not None and local(element) not in places:
        context.refuse(
            element,
            "extension-misplaced",
            f"jb:{name} means nothing on {local(element) or 'this element'!r}",
            f"Set it on {', '.join(sorted(places))}.",
            "warning",
        )


def _child(context: ReadContext, element: etree._Element, name: str) -> None:
    parent = element.getparent()
    if parent is not None and str(parent.tag).startswith("{" + JB + "}"):
        return
    if name not in CHILDREN:
        _unknown(context, element, name, nearest(name, CHILDREN, 0.7))


def _unknown(context: ReadContext, element: etree._Element, name: str, near: str | None) -> None:
    hint = f"; did you mean jb:{near}?" if near else ""
    context.refuse(
        element,
        "extension-unknown",
        f"there is no jb:{name}{hint}",
        f"Correct it to jb:{near}." if near else "Remove it; docs/bpmn.md lists what exists.",
        "error" if near else "warning",
    )
