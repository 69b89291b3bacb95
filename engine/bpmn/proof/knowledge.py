"""What is known of the data on a way through the process: the answers of conditions whose variables nothing wrote since.

An answer that contradicts them cannot be given, so that way is not gone. Where a condition cannot be compared, where its
variables are not the same everywhere, or where telling would take too long, both answers stay open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from engine.bpmn.facts import Fact
from engine.bpmn.model import Flow, Node
from engine.bpmn.program import Program
from engine.bpmn.proof.writes import Names, compensating, literals_of, untold, written_by
from engine.bpmn.state import State
from engine.expressions import Expression
from engine.expressions.logic import Condition, condition_of, equality, literal_value
from engine.expressions.together import can_hold
from engine.kernel.errors import JingbanError

Known = frozenset[tuple[Condition, bool]]
NOTHING: Known = frozenset()


class Impossible(JingbanError):
    """No data could lead this way."""

    code = "impossible"


class TooMany(Exception):
    """A bound was met: time, or combinations of conditions."""


@dataclass(eq=False)
class Data:
    """The conditions of one process and what each element does to their variables. After `until` nothing is compared."""

    program: Program
    until: float = field(init=False, default=inf)
    conditions: dict[int, Condition] = field(init=False, default_factory=dict)
    _by_key: dict[str, Condition] = field(init=False, default_factory=dict)
    _writes: dict[str, Names] = field(init=False, default_factory=dict)
    _facts: dict[str, tuple[Condition, ...]] = field(init=False, default_factory=dict)
    _early: set[str] = field(init=False, default_factory=set)
    _asked_after: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    _possible: dict[Known, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        graphs = [graph for graph in self.program.graphs.values() if graph.process == self.program.root]
        out_of_sight = untold(self.program)
        if out_of_sight is None:
            return
        undone = compensating(self.program)
        for graph in graphs:
            for flow in graph.flows.values():
                if flow.condition is not None and graph.id not in undone:
                    self._read(flow, flow.condition, out_of_sight)
        if not self.conditions:
            return
        for graph in graphs:
            for node in graph.nodes.values():
                self._writes[node.id] = self._written(node)
                if node.triggered_by_event or node.parallel_multiple:
                    self._early.add(node.id)
                self._facts[node.id] = tuple(self._given(node, out_of_sight))
        self._asked_after = _asked_after(self.program, self.conditions, self._writes)

    def _read(self, flow: Flow, expression: Expression, out_of_sight: frozenset[str]) -> None:
        condition = condition_of(expression, self.program.reads)
        if condition is not None and not condition.names & out_of_sight:
            self.conditions[id(flow)] = self._by_key.setdefault(condition.key, condition)

    def _written(self, node: Node) -> Names:
        if not node.triggered_by_event:
            return written_by(node)
        starts = [written_by(start) for start in self.program.graphs[node.inner or ""].event_starts]
        return None if None in starts else frozenset[str]().union(*(names for names in starts if names))

    def _given(self, node: Node, out_of_sight: frozenset[str]) -> Iterable[Condition]:
        if node.loop is not None or node.inputs or node.data_outputs:
            return
        for name, source in literals_of(node).items():
            found = (source,) if isinstance(source, str) else literal_value(source)
            if found is not None and name not in out_of_sight:
                condition = equality(name, found[0])
                yield self._by_key.setdefault(condition.key, condition)

    @property
    def names(self) -> frozenset[str]:
        """The variables that the conditions ask about."""
        return frozenset[str]().union(*(condition.names for condition in self._by_key.values()))

    def written(self, element: str) -> Names:
        """The variables that an element may write; None for any."""
        return self._writes.get(element, frozenset())

    def possible(self, known: Known) -> bool:
        """Whether some data give all these answers. `TooMany` when the time is over."""
        if monotonic() > self.until:
            raise TooMany("time")
        if known not in self._possible:
            self._possible[known] = can_hold(known)
        return self._possible[known]

    def after(self, known: Known, facts: Iterable[Fact]) -> Known:
        """What is still known, and what is known now, after these things happened."""
        for fact in facts:
            if fact.process != self.program.root or not self._wrote(fact):
                continue
            names = self._writes.get(fact.element, frozenset())
            if names is None:
                known = NOTHING
            elif names:
                known = frozenset(pair for pair in known if not pair[0].names & names)
            if fact.kind == "completed":
                known |= {(condition, True) for condition in self._facts.get(fact.element, ())}
        return known

    def _wrote(self, fact: Fact) -> bool:
        """Whether the element has written by now: an event sub-process does as it starts, one part of several events at once."""
        if fact.kind in ("completed", "caught"):
            return True
        return fact.element in self._early and fact.kind in ("started", "disarmed")

    def kept(self, known: Known, state: State) -> Known:
        """Without what no condition further on could ask about."""
        if not known:
            return known
        places = [act.node for act in state.acts.values()] + [node for _, node in state.joins]
        places += [wait.start for wait in state.waits.values() if wait.start]
        asked = frozenset[str]().union(*(self._asked_after.get(place, frozenset()) for place in places))
        return frozenset(pair for pair in known if pair[0].names & asked)


@dataclass(slots=True)
class Way:
    """The knowledge along one move: conditions are asked in the order in which the machine asks them."""

    data: Data
    known: Known
    read: int = 0

    def options(self, flow: Flow | None, facts: list[Fact]) -> list[bool]:
        """The answers to a flow's condition that are possible here. `Impossible` when there is none."""
        condition = self.data.conditions.get(id(flow))
        self.learn(facts)
        if condition is None:
            return [True, False]
        open_answers = [a for a in (True, False) if self.data.possible(self.known | {(condition, a)})]
        if not open_answers:
            raise Impossible("no data lead here")
        return open_answers

    def chosen(self, flow: Flow | None, answer: bool) -> None:
        """Remember an answer."""
        condition = self.data.conditions.get(id(flow))
        if condition is not None:
            self.known |= {(condition, answer)}

    def learn(self, facts: list[Fact]) -> None:
        """Take in what happened since the last look."""
        self.known = self.data.after(self.known, facts[self.read :])
        self.read = len(facts)


def _asked_after(
    program: Program, conditions: dict[int, Condition], writes: dict[str, Names]
) -> dict[str, frozenset[str]]:
    """Element → variables that a condition may ask about before the element's way writes them."""
    found: dict[str, frozenset[str]] = {}
    graphs = [graph for graph in program.graphs.values() if graph.process == program.root]
    changed = True
    while changed:
        changed = False
        for graph in reversed(graphs):
            inner = [graph.nodes[node.id].inner for node in graph.event_sub_processes]
            for node in reversed(graph.nodes.values()):
                names: set[str] = set()
                for flow in node.outgoing:
                    names |= conditions[id(flow)].names if id(flow) in conditions else set()
                    names |= found.get(flow.target, frozenset())
                for event in node.events:
                    target = graph.links.get(event.name or "") if event.kind == "link" else None
                    names |= found.get(target.id, frozenset()) if target is not None else set()
                written = writes.get(node.id, frozenset())
                names = set() if written is None else names - written
                for event_node in node.boundary:
                    names |= found.get(event_node.id, frozenset())
                for entered in (node.inner, *inner):
                    if entered is not None:
                        for below in program.graphs[entered].nodes:
                            names |= found.get(below, frozenset())
                if names != found.get(node.id, frozenset()):
                    found[node.id] = frozenset(names)
                    changed = True
    return found
