"""Bounds that follow from the diagram: worst-case working days, and who may both review and decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program
from engine.kernel.errors import Finding


@dataclass(frozen=True, slots=True)
class TimeBound:
    """`days`: working days of the longest path, each loop counted once; `path`: its tasks; `loops`: repeated elements.

    `unknown` lists human tasks without a literal limit: the bound does not speak for them.
    """

    days: int
    path: tuple[str, ...]
    loops: tuple[str, ...]
    unknown: tuple[str, ...]


def time_bound(program: Program, process: str | None = None) -> TimeBound:
    """The longest path by `jb:limit` of the tasks; parallel branches count by their longest, called processes in full."""
    return _longest(program, program.graphs[process or program.root], frozenset())


def exceeds(program: Program, promised: int) -> Finding | None:
    """The finding when the longest path needs more working days than are promised."""
    bound = time_bound(program)
    if bound.days <= promised:
        return None
    return Finding(
        "proof-time-bound",
        "error",
        f"the longest path takes {bound.days} working days, but {promised} are promised: {' → '.join(bound.path)}",
        bound.path[-1] if bound.path else None,
        help="Shorten the limits of the tasks on this path, or promise more.",
    )


def same_person_may_decide(program: Program) -> Iterator[Finding]:
    """Decisions that do not exclude a reviewer of the same department and role (domain rule: review and decide differ)."""
    reviews = [node for node in program.nodes() if node.attributes.get("kind") == "review"]
    for node in program.nodes():
        if node.attributes.get("kind") != "decide":
            continue
        listed = node.attributes.get("excludes")
        excluded = {part.strip() for part in listed.split(",")} if isinstance(listed, str) else set()
        for review in reviews:
            same = all(
                review.attributes.get(name) == node.attributes.get(name) for name in ("department", "role")
            )
            if same and review.process == node.process and review.id not in excluded:
                yield Finding(
                    "proof-same-person",
                    "error",
                    f"one person may complete both {review.name or review.id!r} and this decision",
                    node.id,
                    node.line,
                    help="List the review in jb:excludes of the decision.",
                )


def _longest(program: Program, graph: Graph, calling: frozenset[str]) -> TimeBound:
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    loops: list[str] = []
    unknown: list[str] = []

    def weight(node: Node) -> tuple[int, tuple[str, ...]]:
        inner = node.inner or (node.called if node.called not in calling else None)
        if inner is not None and inner in program.graphs:
            below = _longest(program, program.graphs[inner], calling | {graph.id, inner})
            loops.extend(below.loops)
            unknown.extend(below.unknown)
            return below.days, below.path
        if node.type not in ("userTask", "manualTask"):
            return 0, ()
        limit = node.attributes.get("limit")
        if isinstance(limit, str) and limit.strip().isdigit():
            return int(limit), (node.id,)
        unknown.append(node.id)
        return 0, (node.id,)

    def visit(node: Node, on_path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        if node.id in best:
            return best[node.id]
        if node.id in on_path:
            loops.append(node.id)
            return 0, ()
        own_days, own_path = weight(node)
        following = [graph.nodes[flow.target] for flow in node.outgoing]
        following += [graph.nodes[flow.target] for event in node.boundary for flow in event.outgoing]
        after = max(
            (visit(target, (*on_path, node.id)) for target in following), default=(0, ()), key=lambda p: p[0]
        )
        best[node.id] = (own_days + after[0], own_path + after[1])
        return best[node.id]

    starts = graph.starts or graph.event_starts or graph.implicit_starts
    days, path = max((visit(start, ()) for start in starts), default=(0, ()), key=lambda p: p[0])
    return TimeBound(days, path, tuple(dict.fromkeys(loops)), tuple(dict.fromkeys(unknown)))
