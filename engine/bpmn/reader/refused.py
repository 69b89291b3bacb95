"""What the standard has and we do not execute: refused by name where behaviour would change, told where it would not.

Choreographies describe what pools owe each other and have no executable meaning here; the same holds for transactions by
another method than compensation, and for extensions that say that they must be understood.
"""

from lxml import etree

from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import JB, bpmn_children, local
from engine.bpmn.reader.strict import bpmn_elements

_CHOREOGRAPHY = frozenset(
    {
        "choreography",
        "globalChoreographyTask",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
    }
)
_ABSTRACT = frozenset({"event", "activity", "flowElement", "catchEvent", "throwEvent", "gateway"})
# names that the schema has for others to stand in for: with xsi:type they would be read as nothing
_HEADS = frozenset({"loopCharacteristics", "eventDefinition"})
_TOLD = {
    "conversation": "conversations only describe who talks to whom",
    "subConversation": "conversations only describe who talks to whom",
    "callConversation": "conversations only describe who talks to whom",
    "globalConversation": "conversations only describe who talks to whom",
    "interface": "interfaces are not called; service tasks ask for jb:operation",
    "ioBinding": "interfaces are not called; service tasks ask for jb:operation",
    "import": "other files are not fetched; give them together with this one",
}
_METHODS = ("##Compensate", "compensate")


def refuse_not_executed(context: ReadContext) -> None:
    """Findings for constructs of the standard that are not executed."""
    for element in bpmn_elements(context.root):
        name = local(element)
        if name in _CHOREOGRAPHY or name in _HEADS or (name in _ABSTRACT and _is_flow_element(element)):
            context.refuse(
                element,
                "element-not-executable",
                f"{name!r} is not executable here",
                "Model it as a process with message events."
                if name in _CHOREOGRAPHY
                else "Use a concrete element.",
            )
        elif name in _TOLD:
            context.refuse(element, "element-not-executed", _TOLD[name], "Nothing needs to be done.", "info")
        elif name == "transaction":
            _transaction(context, element)
        elif name == "extension" and (element.get("mustUnderstand") or "").strip() in ("true", "1"):
            context.refuse(
                element,
                "extension-must-understand",
                f"the file demands that the extension {element.get('definition')!r} is understood; it is not",
                "Remove mustUnderstand, or express what it does in BPMN.",
            )
        elif name == "timerEventDefinition":
            _timer(context, element)


def _is_flow_element(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) in ("process", "subProcess", "transaction", "adHocSubProcess")


def _transaction(context: ReadContext, element: etree._Element) -> None:
    method = (element.get("method") or "##Compensate").strip()
    if method not in _METHODS:
        context.refuse(
            element,
            "transaction-method",
            f"the transaction method {method!r} is not executed; cancelling compensates",
            "Remove the attribute method, or set it to ##Compensate.",
            "error" if method in ("##Image", "##Store") else "warning",
        )


def _timer(context: ReadContext, element: etree._Element) -> None:
    given = [local(child) for child in bpmn_children(element, "timeDate", "timeDuration", "timeCycle")]
    if element.get(f"{{{JB}}}workdays") is not None:
        given.append("jb:workdays")
    if len(given) > 1:
        context.refuse(
            element,
            "timer-ambiguous",
            f"the timer has {' and '.join(given)}; only one may say when it is due",
            "Keep one of them.",
        )
