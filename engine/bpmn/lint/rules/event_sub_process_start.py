"""An event sub-process has exactly one start event, with a trigger (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import SUB_PROCESSES


@rule(
    "event-sub-process-start", "error", "Give it one start event with a trigger such as a message or a timer."
)
def check(subject: Subject) -> Iterator[Spot]:
    """Event sub-processes without a start event, with several, or with one that nothing triggers; and those with a loop."""
    for node in subject.nodes(*SUB_PROCESSES):
        if not node.triggered_by_event or node.inner is None:
            continue
        if node.loop is not None:
            yield at(
                node,
                "an event sub-process starts once for each event; its loop would be skipped",
                help="Put the loop on an activity inside.",
            )
        starts = [n for n in subject.graphs[node.inner].nodes.values() if n.type == "startEvent"]
        if len(starts) != 1:
            yield at(node, f"an event sub-process has one start event; this one has {len(starts)}")
        yield from (at(start, "nothing triggers this start event") for start in starts if not start.events)
