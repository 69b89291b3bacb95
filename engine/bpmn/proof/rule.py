"""A rule of the proof: a stable id, a remedy and a check over everything that was explored.

Severity is chosen as in the lint. An error here is a way that the process can really go; it comes with that way.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engine.bpmn.model import Node
from engine.bpmn.program import Program
from engine.bpmn.proof.explore import Edge, Exploration, Situation
from engine.kernel.errors import Finding, Severity, Step

MAX_WAYS = 200_000


@dataclass(frozen=True)
class Explored:
    """What a rule looks at: the program with its attributes and the process in it, and the exploration of that process."""

    program: Program
    found: Exploration

    @property
    def process(self) -> str:
        """The process that was explored."""
        return self.program.root

    def node(self, element: str) -> Node | None:
        """A node of the process; None for what is none (the process itself, a counter of an ad-hoc sub-process)."""
        return self._by_id.get(element)

    @cached_property
    def _by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes()}

    def nodes(self) -> Iterator[Node]:
        """All nodes of the process."""
        for graph in self.program.graphs.values():
            if graph.process == self.process:
                yield from graph.nodes.values()

    def back_from(
        self, goals: Iterable[Situation], through: Callable[[Edge], bool] = lambda edge: True
    ) -> set[Situation]:
        """Every situation from which one of the goals can be reached by edges that `through` lets pass."""
        before: dict[Situation, list[Situation]] = {}
        for here in self.found.situations:
            for edge in here.after:
                if through(edge):
                    before.setdefault(edge.to, []).append(here)
        reached = set(goals)
        stack = list(reached)
        while stack:
            for here in before.get(stack.pop(), ()):
                if here not in reached:
                    reached.add(here)
                    stack.append(here)
        return reached

    def way_past(self, marks: Sequence[Callable[[Edge], bool]]) -> tuple[Step, ...] | None:
        """The steps of a shortest way on which an edge of each mark is taken, in this order; None when none is found."""
        first = [(None, edge) for here, edge in self.found.edges() if here is None]
        came: dict[tuple[Situation, int], tuple[tuple[Situation, int] | None, Step]] = {}
        queue: deque[tuple[tuple[Situation, int] | None, Edge]] = deque(first)
        while queue and len(came) < MAX_WAYS:
            before, edge = queue.popleft()
            passed = 0 if before is None else before[1]
            while passed < len(marks) and marks[passed](edge):
                passed += 1
            here = (edge.to, passed)
            if here in came:
                continue
            came[here] = (before, edge.step)
            if passed == len(marks):
                return _steps_to(here, came)
            queue.extend((here, after) for after in edge.to.after)
        return None


def _steps_to(
    here: tuple[Situation, int],
    came: Mapping[tuple[Situation, int], tuple[tuple[Situation, int] | None, Step]],
) -> tuple[Step, ...]:
    steps: list[Step] = []
    current: tuple[Situation, int] | None = here
    while current is not None:
        current, step = came[current]
        steps.append(step)
    return tuple(reversed(steps))


def completes(element: str) -> Callable[[Edge], bool]:
    """The mark of an edge in which the element is completed."""
    return lambda edge: any(fact.kind == "completed" and fact.element == element for fact in edge.facts)


class Spot(NamedTuple):
    """One place where a rule fires, with the steps that lead there. Without severity or help of its own it has the rule's."""

    message: str
    element: str
    steps: tuple[Step, ...] = ()
    severity: Severity | None = None
    help: str | None = None


Check = Callable[[Explored], Iterable[Spot]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is also the name of the docs page. A rule that is not `partial` speaks only when everything was explored."""

    id: str
    severity: Severity
    help: str
    check: Check
    partial: bool = False

    def findings(self, explored: Explored) -> Iterator[Finding]:
        """What this rule finds."""
        if not (explored.found.complete or self.partial):
            return
        for spot in self.check(explored):
            node = explored.node(spot.element)
            graph = explored.program.graphs[explored.process]
            yield Finding(
                self.id,
                spot.severity or self.severity,
                spot.message,
                spot.element,
                graph.line if node is None else node.line,
                help=spot.help or self.help,
                steps=spot.steps,
            )


def rule(id: str, severity: Severity, help: str, *, partial: bool = False) -> Callable[[Check], Rule]:
    """Make the decorated check a `Rule`."""
    return lambda check: Rule(id, severity, help, check, partial)


def said(node: Node | None, element: str) -> str:
    """An element as a message calls it."""
    return repr((node.name if node is not None else "") or element)
