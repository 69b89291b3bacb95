"""A compensation throw event names an activity of its process that can be compensated (BPMN 2.0.2, 10.5.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule(
    "compensate-activity",
    "error",
    "Name an activity of this process, or leave activityRef out to compensate all.",
)
def check(subject: Subject) -> Iterator[Spot]:
    """Throw events that compensate what is not there, no activity, or has nothing to compensate it."""
    activities = {(node.process, node.id): node for node in subject.nodes()}
    for graph, node in subject.placed("intermediateThrowEvent", "endEvent"):
        for event in node.events:
            if event.kind != "compensate" or event.activity is None:
                continue
            target = activities.get((node.process, event.activity))
            if target is None or not target.is_activity:
                yield at(node, f"{event.activity!r} is no activity of this process")
            elif target.graph not in _visible(subject, graph):
                yield at(
                    node,
                    f"{event.activity!r} cannot be seen from here",
                    help="Throw beside the activity, or in an event sub-process of its container.",
                )
            elif not _compensable(subject, target):
                yield at(
                    node,
                    f"{event.activity!r} has no compensation handler, so nothing happens",
                    help="Attach a compensation event with a handler to it.",
                    severity="warning",
                )


def _visible(subject: Subject, graph: Graph) -> tuple[str, ...]:
    """The containers whose activities an event sees: its own, and from an event sub-process the one around that."""
    parent = subject.parent(graph)
    return (graph.id, graph.parent or "") if parent is not None and parent.triggered_by_event else (graph.id,)


def _compensable(subject: Subject, node: Node) -> bool:
    if node.compensation is not None or node.called is not None:
        return True
    if node.inner is None:
        return False
    inside = subject.graphs[node.inner].nodes.values()
    return any(part.triggered_by_event or _compensable(subject, part) for part in inside)
