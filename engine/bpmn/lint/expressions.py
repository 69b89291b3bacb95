"""Which names the expressions of a process read, where, and which names anything in the file provides."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from engine.bpmn.lint.offices import names_of
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import EventDefinition, Flow, Loop, Node
from engine.expressions import Expression

# given to every case when it starts
START_VARIABLES = frozenset(
    [
        "case_id",
        "case_number",
        "received_on",
        "item_code",
        "department",
        "limit",
        "legal_limit",
        "applicant",
        "channel",
        "items",
    ]
)
# given to every expression of a loop
LOOP_VARIABLES = frozenset(
    [
        "loopCounter",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
        "activationCount",
        "waitingForStart",
    ]
)


@dataclass(frozen=True, slots=True)
class Use:
    """One expression: where it stands, what it is for, the names it reads and those it gets from its own place."""

    place: Node | Flow
    what: str
    names: Set[str]
    local: Set[str]


def uses(subject: Subject, process: str) -> Iterator[Use]:
    """Every expression of a process, in the order of the file's containers."""
    for graph in subject.graphs.values():
        if graph.process != process:
            continue
        for node in graph.nodes.values():
            local = LOOP_VARIABLES | _local(node)
            for what, expression in _of_node(node):
                yield Use(node, what, expression.names, local)
        for flow in graph.flows.values():
            if flow.condition is not None:
                names = flow.condition.names
                yield Use(flow, "the condition", names, LOOP_VARIABLES | _inputs_of(graph.nodes[flow.source]))


def provided(subject: Subject, process: str) -> frozenset[str]:
    """Names that anything in the process provides, besides start data that only the caller knows."""
    names = set(START_VARIABLES)
    for graph in subject.graphs.values():
        if graph.process == process:
            names.update(graph.variables)
        for node in graph.nodes.values():
            # messages, signals and calls carry names from one process of the file to another
            names.update(assign.target for event in node.events for assign in event.payload)
            names.update(assign.target for assign in (node.message.payload if node.message else ()))
            if graph.process == process:
                names.update(_written(subject, node))
            if node.called == process:
                names.update(assign.target for assign in node.inputs)
    return frozenset(names)


def _written(subject: Subject, node: Node) -> Iterator[str]:
    yield from (assign.target for assign in (*node.script, *node.outputs, *node.inputs))
    yield from names_of(node, "outputs")
    for attribute in ("result",):
        value = node.attributes.get(attribute)
        if isinstance(value, str):
            yield value
    if node.loop is not None:
        yield from (n for n in (node.loop.item, node.loop.output, node.loop.output_item) if n)
    form = node.attributes.get("form")
    if isinstance(form, str) and "outputs" not in node.attributes:
        yield from (subject.known.fields or {}).get(form, ())


def _local(node: Node) -> frozenset[str]:
    return frozenset(n for n in (node.loop.item if node.loop else None, "result", "payload") if n)


def _inputs_of(node: Node) -> frozenset[str]:
    return frozenset(assign.target for assign in node.inputs)


def _of_node(node: Node) -> Iterator[tuple[str, Expression]]:
    for name, value in node.attributes.items():
        if isinstance(value, Expression):
            yield f"jb:{name}", value
    for assign in (*node.script, *node.inputs):
        if isinstance(assign.source, Expression):
            yield f"the assignment of {assign.target}", assign.source
    for what, expression in (
        ("the completion condition", node.completion),
        ("the activation condition", node.activation),
    ):
        if expression is not None:
            yield what, expression
    for event in (*node.events, *((node.message,) if node.message else ())):
        yield from _of_event(event)
    if node.loop is not None:
        yield from _of_loop(node.loop)


def _of_event(event: EventDefinition) -> Iterator[tuple[str, Expression]]:
    timer = event.timer
    for what, expression in (
        ("the condition", event.condition),
        ("the key", event.key),
        ("the timer", timer.value if timer else None),
        ("jb:after", timer.after if timer else None),
    ):
        if expression is not None:
            yield what, expression
    for assign in event.payload:
        if isinstance(assign.source, Expression):
            yield f"the payload {assign.target}", assign.source


def _of_loop(loop: Loop) -> Iterator[tuple[str, Expression]]:
    for what, expression in (
        ("the collection", loop.collection),
        ("the cardinality", loop.cardinality),
        ("the loop condition", loop.condition),
        ("the loop maximum", loop.maximum),
    ):
        if isinstance(expression, Expression):
            yield what, expression
