"""The worst case in working days is not more than what is promised (our rule 5; 行政许可法 art. 42).

The promise is `jb:limit` of a process, of a sub-process or of a call.
"""

from collections.abc import Iterator

from engine.bpmn.lint.offices import number
from engine.bpmn.proof.bounds import TimeBound, time_bound
from engine.bpmn.proof.rule import Explored, Spot, completes, rule, said


@rule(
    "proof-time-bound",
    "error",
    "Shorten the limits of the tasks on this path, or promise more.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """The process against its own jb:limit, and each call and sub-process against the one that it has."""
    promised = number(explored.program.graphs[explored.process].attributes.get("limit"))
    if promised is not None:
        yield from _over(explored, time_bound(explored.program, explored.process), promised, explored.process)
    for node in explored.nodes():
        inside = node.called or node.inner
        promised = number(node.attributes.get("limit")) if inside else None
        if promised is not None and inside in explored.program.graphs:
            yield from _over(explored, time_bound(explored.program, inside), promised, node.id)


def _over(explored: Explored, bound: TimeBound, promised: int, element: str) -> Iterator[Spot]:
    if bound.days <= promised:
        return
    names = {node.id: node for node in explored.program.nodes()}
    way = " → ".join(said(names[task], task) for task in bound.path)
    told = f"the longest path takes {bound.days} working days, but {promised} are promised: {way}"
    steps = explored.way_past([completes(task) for task in bound.path if explored.node(task) is not None])
    if steps is not None:
        yield Spot(told, element, steps)
    else:
        yield Spot(f"{told} (whether the conditions allow this path was not decided)", element, (), "warning")
