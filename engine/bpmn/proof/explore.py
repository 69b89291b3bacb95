"""Every situation a process can be in: states of the token machine, equal when only ids and contents differ.

Breadth first, so that the way to anything that is found is a shortest one. Bounded in situations, size and time.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from engine.bpmn.facts import Fact
from engine.bpmn.program import Program
from engine.bpmn.proof.knowledge import NOTHING, Data, Known, TooMany
from engine.bpmn.proof.moves import Move, moves, starts, triggers
from engine.bpmn.proof.order import local_tasks
from engine.bpmn.state import Act, State
from engine.kernel.errors import JingbanError, Step

MAX_WEIGHT = 600_000
"""Activities, waits, held tokens and facts in all situations together: some hundred MB."""


class Edge(NamedTuple):
    """One step from a situation to the next, and what happened in it."""

    step: Step
    facts: tuple[Fact, ...]
    to: "Situation"


@dataclass(slots=True, eq=False)
class Situation:
    """One state with how it was reached first (`before`, `step`, `facts`) and where it leads (`after`)."""

    state: State
    known: Known
    before: "Situation | None"
    step: Step
    facts: tuple[Fact, ...]
    after: list[Edge] = field(default_factory=list)

    def path(self) -> tuple[Step, ...]:
        """The steps from the start to here."""
        steps: list[Step] = []
        here: Situation | None = self
        while here is not None:
            steps.append(here.step)
            here = here.before
        return tuple(steps[::-1])

    @property
    def active(self) -> bool:
        """Whether the instance goes on."""
        return self.state.status == "active"


@dataclass(slots=True)
class Exploration:
    """All situations found; `complete` is False when a bound ended the search, and `because` names it."""

    situations: list[Situation] = field(default_factory=list)
    started: set[str] = field(default_factory=set)
    failures: list[tuple[tuple[Step, ...], JingbanError]] = field(default_factory=list)
    complete: bool = True
    because: str = ""

    def edges(self) -> Iterator[tuple[Situation | None, Edge]]:
        """Every step that was found, the first ones from nothing."""
        for here in self.situations:
            if here.before is None:
                yield None, Edge(here.step, here.facts, here)
            for edge in here.after:
                yield here, edge


def explore(
    program: Program, *, max_states: int, max_seconds: float, data: Data | None = None
) -> Exploration:
    """All situations of the root process. With `data`, only those that some data can lead to."""
    found = Exploration()
    deadline = monotonic() + max_seconds
    if data is not None:
        data.until = deadline
    try:
        _search(program, found, max_states, deadline, data)
    except TooMany as bound:
        found.complete = False
        found.because = str(bound)
    return found


def _search(
    program: Program, found: Exploration, max_states: int, deadline: float, data: Data | None
) -> None:
    known: dict[Hashable, Situation] = {}
    queue: deque[Situation] = deque()
    local = local_tasks(program, data)
    weight = 0

    def reached(here: Situation | None, move: Move) -> None:
        nonlocal weight
        if move.error is not None:
            found.failures.append(((*(here.path() if here else ()), move.step), move.error))
            return
        found.started.update(fact.element for fact in move.facts if fact.kind == "started")
        key = (canonical(move.state), move.known)
        there = known.get(key)
        weight += len(move.facts)
        if there is None:
            there = known[key] = Situation(move.state, move.known, here, move.step, move.facts)
            found.situations.append(there)
            queue.append(there)
            weight += len(move.state.acts) + len(move.state.waits) + len(move.state.joins)
        if here is not None:
            here.after.append(Edge(move.step, move.facts, there))
        if len(known) > max_states:
            raise TooMany(f"more than {max_states:,} situations")
        if weight > MAX_WEIGHT:
            raise TooMany("the situations are too large")

    for start in starts(program):
        for move in moves(program, None, start, NOTHING, data, deadline):
            reached(None, move)
    while queue:
        here = queue.popleft()
        if here.active and not multiplied(here.state):
            for trigger in triggers(here.state, program, local):
                for move in moves(program, here.state, trigger, here.known, data, deadline):
                    reached(here, move)


def multiplied(state: State) -> tuple[str, str] | None:
    """(process scope, node) that holds two tokens where one is meant; None when there is none."""
    seen: set[tuple[str, str]] = set()
    for act in state.acts.values():
        place = (act.scope, act.node)
        if place in seen and act.group is None:
            return place
        seen.add(place)
    for (sid, node), held in state.joins.items():
        if any(count > 1 for name, count in held.items() if name not in _OWN and not name.startswith("!")):
            return sid, node
    return None


# counted tokens that are meant to be several: start quantities, and what an ad-hoc sub-process remembers
_OWN = frozenset({"next", "quantity"})


def canonical(state: State) -> Hashable:
    """The state without ids and data: equal for situations that differ only in what went before."""
    if state.status != "active":
        return state.status
    inside: dict[str, list[Act]] = {}
    for act in state.acts.values():
        inside.setdefault(act.scope, []).append(act)
    return _scope(state, "s1", inside)


def _scope(state: State, sid: str, inside: dict[str, list[Act]]) -> Hashable:
    scope = state.scopes[sid]
    acts = sorted((_act(state, act, inside) for act in inside.get(sid, ())), key=repr)
    held = sorted(
        (node, tuple(sorted(flows.items()))) for (owner, node), flows in state.joins.items() if owner == sid
    )
    armed = sorted((wait.node, wait.start or "") for wait in state.waits.values() if wait.scope == sid)
    # how often something was done makes no difference to where tokens can go
    done = tuple(sorted({item.node for item in state.done.get(sid, ())}))
    return scope.graph, tuple(acts), tuple(held), tuple(armed), done


def _act(state: State, act: Act, inside: dict[str, list[Act]]) -> Hashable:
    inner = _scope(state, act.inner, inside) if act.inner is not None and act.inner in state.scopes else None
    plan = tuple(item.node for item in state.plans.get(act.id, ()))
    return act.node, act.phase, inner, plan, act.group is not None
