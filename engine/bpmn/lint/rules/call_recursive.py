"""A process that calls itself before anything else can happen never gets anywhere."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "call-recursive",
    "warning",
    "Make sure that some path ends without the call, or repeat with a loop.",
    deep=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Call activities from which the calls lead back to their own process."""
    calls: dict[str, set[str]] = {}
    for graph, node in subject.placed("callActivity"):
        calls.setdefault(graph.process, set()).add(node.called or "")
    for graph, node in subject.placed("callActivity"):
        seen: set[str] = set()
        stack = [node.called or ""]
        while stack:
            current = stack.pop()
            if current not in seen:
                seen.add(current)
                stack.extend(calls.get(current, ()))
        if graph.process in seen:
            yield at(node, f"the call of {node.called!r} leads back to {graph.process!r}")
