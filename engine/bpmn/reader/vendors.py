"""Extensions of other tools: read, ignored, and told where they would have changed behaviour in the tool they come from.

Colours, counters and layout of any vendor are passed over in silence. One finding an element, so that a file of another
engine reads like a list of what is to be said again in our attributes.
"""

from collections.abc import Mapping

from lxml import etree

from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import BPMN, JB, bpmn_child, local
from engine.bpmn.reader.strict import bpmn_elements

_VENDORS: Mapping[str, str] = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://www.signavio.com": "signavio",
    "http://www.trisotech.com/2014/triso/bpmn": "trisotech",
    "http://www.trisotech.com/2015/triso/modeling": "trisotech",
    "http://www.jboss.org/drools": "drools",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
    "http://www.omg.org/spec/BPMN/non-normative/extensions": "extension",
}
# what a name of those tools does there, and how it is said here
_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(
        [
            "class",
            "expression",
            "delegateExpression",
            "type",
            "topic",
            "taskDefinition",
            "connector",
            "serviceTaskOperator",
            "connectorId",
            "executionListener",
            "taskListener",
            "executionListeners",
            "taskListeners",
        ],
        "jb:operation",
    ),
    **dict.fromkeys(
        ["assignee", "candidateUsers", "candidateGroups", "owner", "assignmentDefinition"],
        "jb:department and jb:role",
    ),
    **dict.fromkeys(
        ["formKey", "formRef", "formData", "formDefinition", "formProperty", "form", "properties"], "jb:form"
    ),
    **dict.fromkeys(["decisionRef", "calledDecision", "calledDecisionId", "rules"], "jb:decision"),
    **dict.fromkeys(["resultVariable", "resultVariableName"], "jb:result"),
    **dict.fromkeys(
        ["inputOutput", "ioMapping", "in", "out", "inputParameter", "preScript", "postScript"],
        "jb:input and jb:output",
    ),
    **dict.fromkeys(["subscription"], "jb:key"),
    **dict.fromkeys(["dueDate", "taskSchedule", "followUpDate"], "jb:limit"),
    **dict.fromkeys(
        ["script", "resource", "onEntry-script", "onExit-script"], "a script task with FEEL assignments"
    ),
    **dict.fromkeys(
        ["errorCodeVariable", "errorMessageVariable", "failedJobRetryTimeCycle"], "an error boundary event"
    ),
}


def tell_vendor_extensions(context: ReadContext) -> None:
    """An `info` finding for each element with behaviour in another tool's namespace."""
    for element in bpmn_elements(context.root):
        names = [*_vendor_attributes(element), *_vendor_children(element)]
        if names:
            written = ", ".join(f"{vendor}:{name}" for vendor, name in names)
            instead = ", ".join(dict.fromkeys(_INSTEAD[name] for _, name in names))
            context.refuse(
                element,
                "vendor-extension",
                f"{written} is ignored",
                f"Say it with {instead}.",
                "info",
            )


def _vendor_attributes(element: etree._Element) -> list[tuple[str, str]]:
    return [found for name in element.attrib if (found := _vendor(str(name)))]


def _vendor_children(element: etree._Element) -> list[tuple[str, str]]:
    extensions = element if local(element) == "" else bpmn_child(element, "extensionElements")
    children = () if extensions is None else extensions
    return [found for child in children if (found := _vendor(child.tag))]


def _vendor(tag: str) -> tuple[str, str] | None:
    namespace, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if namespace in ("", BPMN, JB) or name not in _INSTEAD:
        return None
    vendor = _VENDORS.get(namespace)
    return None if vendor is None else (vendor, name)
