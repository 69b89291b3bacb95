"""Of several start events without a trigger only one can start the process (BPMN 2.0.2, 13.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("start-many", "warning", "Keep one, or give the others triggers.")
def check(subject: Subject) -> Iterator[Spot]:
    """Second and further none start events of a process; the first in the file starts it."""
    for graph in subject.graphs.values():
        if graph.parent is None:
            for node in graph.starts[1:]:
                yield at(node, f"{graph.starts[0].id!r} starts the process; this start event never does")
