"""What a model says about the work of an office: who decides, who reviews, which operation a service task asks for."""

from collections.abc import Mapping

from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node
from engine.expressions import Expression

LICENCE = "licence.issue"
REFUSAL = "case.refuse"
STATE = "case.state"
DELIVERY = "case.deliver"
STOPPED, RESUMED = 9, 10
# states after which no clock runs any more (national states of a case: returned, not accepted, refused, withdrawn, ended)
TERMINAL = frozenset({2, 4, 5, 13, 14, 15})


def kind(node: Node) -> str:
    """The jb:kind of a user task, "" where there is none or where it is computed."""
    value = node.attributes.get("kind")
    return value.strip() if isinstance(value, str) and node.type in ("userTask", "manualTask") else ""


def operation(node: Node) -> str:
    """The operation of a service task, "" where there is none or where it is computed."""
    value = node.attributes.get("operation")
    return value.strip() if isinstance(value, str) and node.type == "serviceTask" else ""


def names_of(node: Node, attribute: str) -> tuple[str, ...]:
    """A list attribute such as jb:excludes: its parts."""
    value = node.attributes.get(attribute)
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else ()


def number(value: str | Expression | None) -> int | None:
    """A literal whole number, written as text or as FEEL; None for anything that must be computed."""
    text = value.text if isinstance(value, Expression) else value or ""
    text = text.strip().lstrip("=").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def inputs(node: Node) -> Mapping[str, str | Expression]:
    """The input mappings of a service task or call activity."""
    return {assign.target: assign.source for assign in node.inputs}


def state_code(node: Node) -> int | None:
    """The literal state that a task sets with case.state."""
    return number(inputs(node).get("code")) if operation(node) == STATE else None


def decides(subject: Subject, node: Node, *, unknown_calls: bool = True) -> bool:
    """A decision task, or something that has one inside; a call of a process outside the file counts as `unknown_calls`."""
    return _decides(subject, node, unknown_calls, frozenset())


def _decides(subject: Subject, node: Node, unknown_calls: bool, seen: frozenset[str]) -> bool:
    if kind(node) == "decide":
        return True
    inside = node.inner or node.called
    if inside is None or inside in seen:
        return False
    graph: Graph | None = subject.graphs.get(inside)
    if graph is None:
        return unknown_calls
    return any(_decides(subject, part, unknown_calls, seen | {inside}) for part in graph.nodes.values())
