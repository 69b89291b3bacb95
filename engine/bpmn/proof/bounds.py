"""Worst-case working days, from the limits of the tasks in the diagram."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.lint.offices import RESUMED, STOPPED, number, state_code
from engine.bpmn.lint.paths import reachable
from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program

MAX_PATH = 1_000
"""Processes that call each other many times have paths that no reader could follow to the end."""


@dataclass(frozen=True, slots=True)
class TimeBound:
    """`days`: working days of the longest path, each loop counted once; `path`: its tasks; `loops`: repeated elements.

    `unknown` lists human tasks without a literal limit: the bound does not speak for them.
    """

    days: int
    path: tuple[str, ...]
    loops: tuple[str, ...]
    unknown: tuple[str, ...]


def time_bound(program: Program, graph: str | None = None) -> TimeBound:
    """The longest path of a process or sub-process by `jb:limit` of the tasks.

    Parallel branches count by their longest, called processes and sub-processes in full, an event sub-process after all
    that it may follow. What lies between the stop of the clock and its going on does not count (行政许可法 art. 45).
    """
    return _Longest(program).of(graph or program.root, frozenset())


class _Longest:
    """Longest paths, each inner graph computed once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[str, TimeBound] = {}

    def of(self, name: str, calling: frozenset[str]) -> TimeBound:
        if name in calling or name not in self.program.graphs:
            return TimeBound(0, (), (), ())
        if name not in self.known:
            self.known[name] = self._of(self.program.graphs[name], calling | {name})
        return self.known[name]

    def _of(self, graph: Graph, calling: frozenset[str]) -> TimeBound:
        loops: list[str] = []
        unknown: list[str] = []
        best: dict[str, int] = {}
        own: dict[str, tuple[str, ...]] = {}
        following: dict[str, str] = {}
        starts = graph.starts or graph.event_starts or graph.implicit_starts
        stopped = _stopped(graph, starts)
        for node, repeated in _inner_first(graph, starts):
            loops.extend(repeated)
            days, path = (0, ()) if node.id in stopped else self._own(node, calling, loops, unknown)
            after = max(_following(graph, node), key=lambda target: best.get(target.id, 0), default=None)
            best[node.id], own[node.id] = days, path
            if after is not None and after.id in best and after is not node:
                best[node.id] += best[after.id]
                following[node.id] = after.id
        first = max(starts, key=lambda start: best[start.id], default=None)
        days, path = (0, ()) if first is None else (best[first.id], _along(first.id, own, following))
        bodies = [self.of(node.inner or "", calling) for node in graph.event_sub_processes]
        for body in bodies:
            loops.extend(body.loops)
            unknown.extend(body.unknown)
        last = max(bodies, key=lambda body: body.days, default=TimeBound(0, (), (), ()))
        return TimeBound(
            days + last.days,
            (*path, *last.path)[:MAX_PATH],
            tuple(dict.fromkeys(loops)),
            tuple(dict.fromkeys(unknown)),
        )

    def _own(
        self, node: Node, calling: frozenset[str], loops: list[str], unknown: list[str]
    ) -> tuple[int, tuple[str, ...]]:
        inner = node.inner or node.called
        if inner is not None and inner in self.program.graphs:
            below = self.of(inner, calling)
            loops.extend(below.loops)
            unknown.extend(below.unknown)
            return below.days, below.path
        if node.type not in ("userTask", "manualTask"):
            return 0, ()
        limit = number(node.attributes.get("limit"))
        if limit is None:
            unknown.append(node.id)
        return limit or 0, (node.id,)


def _stopped(graph: Graph, starts: tuple[Node, ...]) -> set[str]:
    """Elements at which the clock always stands still."""
    stops = [node for node in graph.nodes.values() if state_code(node) == STOPPED]
    if not stops:
        return set()
    after = reachable(graph, stops, lambda node: state_code(node) == RESUMED)
    return after.keys() - reachable(graph, starts, lambda node: state_code(node) == STOPPED).keys()


def _along(first: str, own: Mapping[str, tuple[str, ...]], following: Mapping[str, str]) -> tuple[str, ...]:
    path: list[str] = []
    current: str | None = first
    while current is not None and len(path) < MAX_PATH:
        path.extend(own[current])
        current = following.get(current)
    return tuple(path[:MAX_PATH])


def _following(graph: Graph, node: Node) -> Iterator[Node]:
    yield from (graph.nodes[flow.target] for flow in node.outgoing)
    yield from node.boundary
    for event in node.events:
        target = graph.links.get(event.name or "") if event.kind == "link" else None
        if target is not None and target is not node:
            yield target


def _inner_first(graph: Graph, starts: tuple[Node, ...]) -> Iterator[tuple[Node, list[str]]]:
    """Nodes after all that follow them, each with the elements to which it leads back: there a loop is cut."""
    begun: set[str] = set()
    over: set[str] = set()
    for start in starts:
        stack = [] if start.id in begun else [(start, list(_following(graph, start)))]
        begun.add(start.id)
        back: dict[str, list[str]] = {}
        while stack:
            node, pending = stack[-1]
            if not pending:
                stack.pop()
                over.add(node.id)
                yield node, back.get(node.id, [])
                continue
            target = pending.pop(0)
            if target.id not in begun:
                begun.add(target.id)
                stack.append((target, list(_following(graph, target))))
            elif target.id not in over:
                back.setdefault(node.id, []).append(target.id)
