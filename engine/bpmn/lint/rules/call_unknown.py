"""A call activity must name a process or global task that exists (BPMN 2.0.2, 10.3.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("call-unknown", "error", "Deploy it together with this file, or correct calledElement.")
def check(subject: Subject) -> Iterator[Spot]:
    """Calls of processes that are neither in the file nor known."""
    known = subject.known.processes
    if known is None:
        return
    for node in subject.nodes("callActivity"):
        if node.called and node.called not in subject.graphs and node.called not in known:
            yield at(node, f"the called process {node.called!r} does not exist")
