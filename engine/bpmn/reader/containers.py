"""Nodes become graphs: flows are joined, events attached, handlers associated, lanes and data declared."""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from engine.bpmn.model import Attribute, Flow, Graph, Node
from engine.bpmn.reader.context import ReadContext, expression_child, our_attributes
from engine.bpmn.reader.correlation import read_keys, read_subscriptions
from engine.bpmn.reader.extensions import check_our_extensions
from engine.bpmn.reader.nodes import GLOBAL_TASKS, SUB_PROCESSES, read_global_task
from engine.bpmn.reader.refused import refuse_not_executed
from engine.bpmn.reader.source import (
    bpmn_child,
    bpmn_children,
    flag,
    line_of,
    local,
    reference,
    text_of,
)
from engine.bpmn.reader.spiff import FlowNodeSpec, drive
from engine.bpmn.reader.strict import read_strictly
from engine.bpmn.reader.vendors import tell_vendor_extensions

MAX_UPSTREAM = 1_500_000


def read_containers(context: ReadContext) -> dict[str, Graph]:
    """Every process, global task and sub-process of the file. Problems become findings of the context."""
    if _duplicate_ids(context):
        return {}
    read_strictly(context)
    refuse_not_executed(context)
    check_our_extensions(context)
    tell_vendor_extensions(context)
    context.correlation = read_keys(context)
    containers = drive(context)
    graphs: dict[str, Graph] = {}
    for element in bpmn_children(context.root, "process"):
        _read_container(context, element, element.get("id", ""), None, containers, graphs)
    for element in bpmn_children(context.root, *GLOBAL_TASKS):
        node = read_global_task(context, element)
        graph = Graph(node.id, node.id, "globalTask", node.name, line_of(element))
        node.process = node.graph = graph.id
        graph.nodes[node.id] = node
        graph.implicit_starts = (node,)
        graphs[graph.id] = graph
    _descriptive_pools(context)
    return graphs


def _descriptive_pools(context: ReadContext) -> None:
    """Beside an executable process, one that is marked as not executable only describes a partner: nothing in it refuses."""
    processes = bpmn_children(context.root, "process")
    described = [process for process in processes if not flag(process, "isExecutable", True)]
    if len(described) == len(processes):
        return
    ids = {part.get("id") for process in described for part in process.iter() if part.get("id")}
    context.findings[:] = [
        replace(found, severity="info") if found.element in ids else found for found in context.findings
    ]


def _read_container(
    context: ReadContext,
    element: etree._Element,
    process: str,
    parent: str | None,
    containers: Mapping[str, list[FlowNodeSpec]],
    graphs: dict[str, Graph],
) -> None:
    own_id = element.get("id", "")
    graph = Graph(
        id=own_id if parent is None else f"{process}/{own_id}",
        process=process,
        type=local(element),
        name=(element.get("name") or "").strip(),
        line=line_of(element),
        executable=flag(element, "isExecutable", True),
        told_executable=flag(element, "isExecutable"),
        parent=parent,
        variables=_variables(context, element),
        attributes=our_attributes(context, element),
        subscriptions=read_subscriptions(context, element) if parent is None else {},
    )
    graphs[graph.id] = graph
    for spec in containers.get(own_id, []):
        node = spec.node
        node.process, node.graph = process, graph.id
        graph.nodes[node.id] = node
        if node.type in SUB_PROCESSES:
            node.inner = f"{process}/{node.id}"
            _read_container(context, spec.element, process, graph.id, containers, graphs)
    _lanes(context, element, graph)
    _flows(context, element, graph)
    _attach(context, element, graph)
    _classify(graph)
    _find_upstream(context, element, graph)


def _flows(context: ReadContext, element: etree._Element, graph: Graph) -> None:
    incoming: dict[str, list[Flow]] = {node: [] for node in graph.nodes}
    outgoing: dict[str, list[Flow]] = {node: [] for node in graph.nodes}
    for child in bpmn_children(element, "sequenceFlow"):
        source, target = reference(child.get("sourceRef")), reference(child.get("targetRef"))
        missing = [end for end in (source, target) if end not in graph.nodes]
        if missing or source is None or target is None:
            context.refuse(
                child,
                "flow-reference",
                f"the sequence flow leads from or to {missing[0]!r}, which is no flow node of the same container",
                "Connect it to nodes of the same process or sub-process; use message flows between pools.",
            )
            continue
        flow = Flow(
            child.get("id") or f"{source}->{target}",
            source,
            target,
            (child.get("name") or "").strip(),
            expression_child(context, child, "conditionExpression", "the condition"),
            line_of(child),
        )
        graph.flows[flow.id] = flow
        incoming[target].append(flow)
        outgoing[source].append(flow)
    order = _declared_order(element)
    for node in graph.nodes.values():
        node.incoming = tuple(incoming[node.id])
        node.outgoing = tuple(sorted(outgoing[node.id], key=lambda f: order.get((node.id, f.id), 10**9)))
        node.conditional_outgoing = any(flow.condition is not None for flow in node.outgoing)
    for child in bpmn_children(element):
        default = reference(child.get("default"))
        if default and child.get("id") in graph.nodes:
            node = graph.nodes[child.get("id", "")]
            node.default = next((flow for flow in node.outgoing if flow.id == default), None)
            if node.default is None:
                context.refuse(
                    child,
                    "flow-default",
                    f"the default flow {default!r} does not leave this node",
                    "Choose one that does.",
                )


def _declared_order(element: etree._Element) -> dict[tuple[str, str], int]:
    """Flows are tried in the order of a node's `outgoing` children (BPMN 2.0.2, 13.4.2)."""
    order: dict[tuple[str, str], int] = {}
    for child in bpmn_children(element):
        for position, outgoing in enumerate(bpmn_children(child, "outgoing")):
            order[child.get("id", ""), reference(text_of(outgoing)) or ""] = position
    return order


def _attach(context: ReadContext, element: etree._Element, graph: Graph) -> None:
    attached: dict[str, list[Node]] = {}
    elements = {child.get("id", ""): child for child in element}
    for node in graph.nodes.values():
        if node.type != "boundaryEvent":
            continue
        host = graph.nodes.get(reference(node.attached_to) or "")
        if host is None or not host.is_activity:
            context.refuse(
                elements.get(node.id, element),
                "boundary-host",
                f"the boundary event is attached to {node.attached_to!r}, which is no activity here",
                "Attach it to an activity of the same container.",
            )
            continue
        attached.setdefault(host.id, []).append(node)
    for host_id, events in attached.items():
        host = graph.nodes[host_id]
        host.boundary = tuple(
            event
            for event in events
            if not any(definition.kind == "compensate" for definition in event.events)
        )
        for event in events:
            if any(definition.kind == "compensate" for definition in event.events):
                host.compensation = _handler(context, graph, event)
                if host.compensation is None:
                    context.refuse(
                        elements.get(event.id, element),
                        "compensation-handler",
                        "the compensation event leads to no activity for compensation",
                        "Associate it with an activity marked isForCompensation.",
                    )


def _handler(context: ReadContext, graph: Graph, event: Node) -> Node | None:
    """The activity at the other end of the association that leaves a compensation event."""
    for other_end in context.associated.get(event.id, ()):
        other = graph.nodes.get(other_end)
        if other is not None and other.is_activity:
            return other
    return graph.nodes.get(event.outgoing[0].target) if event.outgoing else None


def _classify(graph: Graph) -> None:
    handlers = {node.compensation.id for node in graph.nodes.values() if node.compensation is not None}
    plain: list[Node] = []
    triggered: list[Node] = []
    implicit: list[Node] = []
    event_sub_processes: list[Node] = []
    for node in graph.nodes.values():
        if node.type == "startEvent":
            (triggered if node.events else plain).append(node)
        elif node.triggered_by_event:
            event_sub_processes.append(node)
        elif node.instantiate and not node.incoming:
            triggered.append(node)
        elif _starts_implicitly(node) and node.id not in handlers:
            implicit.append(node)
    graph.starts, graph.event_starts = tuple(plain), tuple(triggered)
    graph.implicit_starts = tuple(implicit)
    graph.event_sub_processes = tuple(event_sub_processes)
    graph.links = {node.events[0].name or "": node for node in graph.nodes.values() if _is_link_catch(node)}


def _starts_implicitly(node: Node) -> bool:
    """Without a start event, every node without an incoming flow starts, except handlers and attached events."""
    if node.incoming or node.for_compensation or _is_link_catch(node):
        return False
    return node.type != "boundaryEvent"


def _is_link_catch(node: Node) -> bool:
    return node.type == "intermediateCatchEvent" and any(event.kind == "link" for event in node.events)


def _find_upstream(context: ReadContext, element: etree._Element, graph: Graph) -> None:
    """What each inclusive and complex join may still wait for. Hundreds of them in one long chain would fill the memory."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    drawn: dict[str, dict[str, frozenset[str]]] = {}
    attached = any(node.attached_to for node in graph.nodes.values())
    entries = 0
    for node in graph.nodes.values():
        if node.type in ("inclusiveGateway", "complexGateway") and len(node.incoming) > 1:
            found[node.id] = drawn[node.id] = _upstream(graph, node, over_boundaries=True)
            if attached:
                drawn[node.id] = _upstream(graph, node, over_boundaries=False)
            entries += sum(len(nodes) for nodes in found[node.id].values())
        if entries > MAX_UPSTREAM:
            context.refuse(
                element,
                "joins-many",
                "there are too many inclusive and complex joins one behind the other",
                "Split the process with call activities.",
            )
            return
    graph.upstream, graph.drawn = found, drawn


def _upstream(graph: Graph, join: Node, *, over_boundaries: bool) -> dict[str, frozenset[str]]:
    """For each incoming flow of a join, the nodes from which it can be reached without visiting the join (13.4.3)."""
    found: dict[str, frozenset[str]] = {}
    for flow in join.incoming:
        seen: set[str] = set()
        stack = [flow.source]
        while stack:
            current = stack.pop()
            if current in seen or current == join.id:
                continue
            seen.add(current)
            node = graph.nodes[current]
            stack.extend(incoming.source for incoming in node.incoming)
            if node.attached_to and over_boundaries:
                stack.append(reference(node.attached_to) or "")
            if _is_link_catch(node):
                stack.extend(
                    thrower.id
                    for thrower in graph.nodes.values()
                    if thrower.type == "intermediateThrowEvent"
                    and any(
                        event.kind == "link" and event.name == node.events[0].name for event in thrower.events
                    )
                )
        found[flow.id] = frozenset(seen)
    return found


def _variables(context: ReadContext, element: etree._Element) -> tuple[str, ...]:
    names = [
        context.names[child.get("id", "")]
        for child in bpmn_children(element, "dataObject", "property", "dataObjectReference")
        if child.get("id") in context.names
    ]
    return tuple(dict.fromkeys(names))


def _lanes(context: ReadContext, element: etree._Element, graph: Graph) -> None:
    """A lane's department and role are the defaults of the nodes in it; the innermost lane wins."""
    for lane_set in bpmn_children(element, "laneSet"):
        _lane_set(context, lane_set, graph, {})


def _lane_set(
    context: ReadContext, lane_set: etree._Element, graph: Graph, inherited: Mapping[str, Attribute]
) -> None:
    for lane in bpmn_children(lane_set, "lane"):
        attributes = {**inherited, **our_attributes(context, lane)}
        for ref in bpmn_children(lane, "flowNodeRef"):
            node = graph.nodes.get(reference(text_of(ref)) or "")
            if node is not None:
                node.lane = lane.get("name") or lane.get("id")
                node.attributes = {**attributes, **node.attributes}
        child = bpmn_child(lane, "childLaneSet")
        if child is not None:
            _lane_set(context, child, graph, attributes)


def _duplicate_ids(context: ReadContext) -> bool:
    seen: set[str] = set()
    duplicated = False
    for element in context.root.iter():
        own_id = element.get("id")
        if not local(element) or own_id is None:
            continue
        if own_id in seen:
            duplicated = True
            context.refuse(
                element, "id-duplicate", f"the id {own_id!r} is used twice", "Give each element its own id."
            )
        seen.add(own_id)
    return duplicated
