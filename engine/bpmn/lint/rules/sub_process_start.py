"""A sub-process starts when a token comes: one start event at most, without a trigger (BPMN 2.0.2, 10.5.2 and 13.3.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("sub-process-start", "error", "Use one start event without a trigger, or make it an event sub-process.")
def check(subject: Subject) -> Iterator[Spot]:
    """Embedded sub-processes with several start events or with a triggered one."""
    for graph in subject.graphs.values():
        node = subject.parent(graph)
        if node is None or node.triggered_by_event or graph.type == "adHocSubProcess":
            continue
        starts = [part for part in graph.nodes.values() if part.type == "startEvent"]
        if len(starts) > 1:
            yield at(node, f"a sub-process has one start event at most; this one has {len(starts)}")
        yield from (
            at(s, "the start event of a sub-process must not have a trigger") for s in starts if s.events
        )
