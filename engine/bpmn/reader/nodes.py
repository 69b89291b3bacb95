"""One flow node: which fields of `Node` each element type fills, and by which reader. Types that are not here are refused."""

from typing import Any

from lxml import etree

from engine.bpmn.model import ACTIVITIES, Node
from engine.bpmn.reader.activities import read_activity, read_associations
from engine.bpmn.reader.context import ReadContext, expression_child, our_attributes
from engine.bpmn.reader.events import read_events
from engine.bpmn.reader.source import bpmn_child, bpmn_children, flag, line_of, local, reference, text_of

EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    }
)
GATEWAYS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def read_node(context: ReadContext, element: etree._Element, lane: str | None) -> Node:
    """The node of one flow-node element. Flows and attachments are joined later, when all nodes are known."""
    kind = local(element)
    fields: dict[str, Any] = {}
    if kind in ACTIVITIES:
        fields = read_activity(context, element)
    elif kind in EVENTS:
        fields = _event(context, element, kind)
    elif kind == "eventBasedGateway":
        fields = {
            "instantiate": flag(element, "instantiate"),
            "parallel_events": element.get("eventGatewayType", "Exclusive").strip() == "Parallel",
        }
    elif kind == "complexGateway":
        fields = {
            "activation": expression_child(
                context, element, "activationCondition", "the activation condition", strict=False
            )
        }
    return Node(
        id=element.get("id", ""),
        type=GLOBAL_TASKS.get(kind, kind),
        name=(element.get("name") or "").strip(),
        line=line_of(element),
        lane=lane,
        attributes=our_attributes(context, element),
        **fields,
    )


def read_global_task(context: ReadContext, element: etree._Element) -> Node:
    """A global task as the one node of its own graph."""
    fields = read_activity(context, element)
    kind = local(element)
    if kind == "globalScriptTask" and text_of(bpmn_child(element, "script")) is None:
        fields["script"] = ()
    return Node(
        id=element.get("id", ""),
        type=GLOBAL_TASKS[kind],
        name=(element.get("name") or "").strip(),
        line=line_of(element),
        attributes=our_attributes(context, element),
        **fields,
    )


def _event(context: ReadContext, element: etree._Element, kind: str) -> dict[str, Any]:
    inputs, outputs = read_associations(context, element)
    interrupting = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    events = read_events(context, element)
    throws = kind in ("intermediateThrowEvent", "endEvent")
    return {
        "events": events,
        "broadcasts": throws and any(event.kind == "signal" for event in events),
        "interrupting": flag(element, interrupting, True),
        "parallel_multiple": flag(element, "parallelMultiple"),
        "attached_to": reference(element.get("attachedToRef")),
        "inputs": inputs,
        "outputs": outputs,
        "data_outputs": tuple(
            context.names[part.get("id") or ""]
            for part in bpmn_children(element, "dataOutput")
            if part.get("id")
        ),
    }
