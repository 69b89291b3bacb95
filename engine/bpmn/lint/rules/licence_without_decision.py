"""Before a licence somebody decides (our rule 1; 行政许可法 art. 38)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import LICENCE, decides, operation
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "licence-without-decision",
    "warning",
    'Add a user task with jb:kind="decide" before the licence.',
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Licences that a path from the start of their process reaches without any decision task."""
    for graph in subject.graphs.values():
        if graph.parent is not None:
            continue
        starts = (*graph.starts, *graph.event_starts, *graph.implicit_starts)
        found = reachable(graph, starts, lambda node: decides(subject, node))
        for node in found.values():
            if operation(node) == LICENCE:
                yield at(node, "a path leads here on which nobody decides")
