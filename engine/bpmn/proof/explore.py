"""Every situation a process can be in, data aside: states of the token machine, equal when only ids differ.

A move is one thing from outside: a task is done, a task fails with an error that is caught at it, an awaited event
occurs. Within a move every combination of open conditions is tried.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import NamedTuple

from engine.bpmn import inputs
from engine.bpmn.facts import Fact
from engine.bpmn.machine import activities, events, propagation, tokens
from engine.bpmn.machine.run import Run
from engine.bpmn.machine.step import begin
from engine.bpmn.model import Flow, Node
from engine.bpmn.program import Program
from engine.bpmn.state import Act, State, Wait
from engine.kernel.errors import ExecutionFailed, JingbanError

_NOW = datetime(2026, 1, 5, tzinfo=UTC)
MAX_CHOICES = 256
ANSWERED = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask"})


class Move(NamedTuple):
    """`what`: start, done, fails or escalates (with `code`), or occurs; `element`: where.

    `gateways` were passed on the way; `choices` are the answers to the conditions met there, in order.
    """

    what: str
    element: str
    gateways: tuple[str, ...] = ()
    choices: tuple[bool, ...] = ()
    code: str | None = None


@dataclass(slots=True)
class Situation:
    """One state with how it was reached (`before`, `move`) and where it leads."""

    state: State
    before: "Situation | None"
    move: Move
    facts: tuple[Fact, ...]
    after: list["Situation"] = field(default_factory=list)

    def path(self) -> list[Move]:
        """The moves from the start to here."""
        moves: list[Move] = []
        here: Situation | None = self
        while here is not None:
            moves.append(here.move)
            here = here.before
        return moves[::-1]


@dataclass(slots=True)
class Exploration:
    """All situations found; `complete` is False when a bound ended the search, and `because` names it."""

    situations: list[Situation] = field(default_factory=list)
    started: set[tuple[str, str]] = field(default_factory=set)
    failures: list[tuple[Situation, Move, JingbanError]] = field(default_factory=list)
    complete: bool = True
    because: str = ""


def explore(program: Program, *, max_states: int, max_seconds: float) -> Exploration:
    """Breadth first, so that the path to anything that is found is a shortest one."""
    found = Exploration()
    known: dict[Hashable, Situation] = {}
    queue: deque[Situation] = deque()
    deadline = monotonic() + max_seconds

    def reached(state: State, before: Situation | None, move: Move, facts: tuple[Fact, ...]) -> None:
        found.started.update((fact.process, fact.element) for fact in facts if fact.kind == "started")
        key = canonical(state)
        there = known.get(key)
        if there is None:
            there = known[key] = Situation(state, before, move, facts)
            found.situations.append(there)
            queue.append(there)
        if before is not None:
            before.after.append(there)

    for start in _starts(program):
        for state, move, facts in _moves(program, None, start, found, None):
            reached(state, None, move, facts)
    while queue:
        if len(known) > max_states or monotonic() > deadline:
            found.complete = False
            found.because = f"more than {max_states:,} situations" if len(known) > max_states else "time"
            break
        here = queue.popleft()
        if here.state.status == "active" and not multiplied(here.state):
            for trigger in _triggers(here.state, program):
                for state, move, facts in _moves(program, here.state, trigger, found, here):
                    reached(state, here, move, facts)
    return found


def multiplied(state: State) -> tuple[str, str] | None:
    """(process scope, node) that holds two tokens where one is meant; None when there is none."""
    seen: set[tuple[str, str]] = set()
    for act in state.acts.values():
        place = (act.scope, act.node)
        if place in seen and act.group is None:
            return place
        seen.add(place)
    for (sid, node), held in state.joins.items():
        if any(count > 1 for name, count in held.items() if not name.startswith("!") and name != "next"):
            return sid, node
    return None


def canonical(state: State) -> Hashable:
    """The state without ids and data: equal for situations that differ only in what went before."""
    if state.status != "active":
        return state.status
    return _scope(state, "s1")


def _scope(state: State, sid: str) -> Hashable:
    scope = state.scopes[sid]
    acts = sorted((_act(state, act) for act in state.acts.values() if act.scope == sid), key=repr)
    held = sorted(
        (node, tuple(sorted(flows.items()))) for (owner, node), flows in state.joins.items() if owner == sid
    )
    armed = sorted((wait.node, wait.start or "") for wait in state.waits.values() if wait.scope == sid)
    done = tuple(sorted(item.node for item in state.done.get(sid, ())))
    return scope.graph, tuple(acts), tuple(held), tuple(armed), done


def _act(state: State, act: Act) -> Hashable:
    inner = _scope(state, act.inner) if act.inner is not None and act.inner in state.scopes else None
    plan = tuple(item.node for item in state.plans.get(act.id, ()))
    return act.node, act.phase, inner, plan, act.group is not None


def _starts(program: Program) -> Iterator[inputs.Start]:
    graph = program.graphs[program.root]
    if graph.starts or not graph.event_starts:
        yield inputs.Start()
    for start in graph.event_starts:
        if start.type == "eventBasedGateway":
            for flow in start.outgoing:
                yield inputs.Start(trigger=flow.target)
        else:
            yield inputs.Start(trigger=start.id)


class Thrown(NamedTuple):
    """An activity ends with an error, or escalates; `code` is one that somebody around it awaits."""

    act: Act
    kind: str
    code: str | None


Trigger = inputs.Start | Act | Wait | Thrown


def _triggers(state: State, program: Program) -> Iterator[Trigger]:
    for act in state.acts.values():
        node = program.graphs[state.scopes[act.scope].graph].nodes[act.node]
        if act.phase == "open" and node.type in ANSWERED:
            if node.type != "receiveTask" or node.message is None:
                yield act
            if node.type == "serviceTask" or node.boundary:
                yield from _throws(state, act)
    for wait in state.waits.values():
        if wait.kind in events.ANNOUNCED:
            yield wait


def _throws(state: State, act: Act) -> Iterator[Thrown]:
    """What an activity may throw: every error or escalation that is awaited anywhere; the uncaught ones are left out."""
    for kind in ("error", "escalation"):
        codes = {wait.name for wait in state.waits.values() if wait.kind == kind}
        for code in sorted(codes, key=str):
            yield Thrown(act, kind, code)


def _moves(
    program: Program, state: State | None, trigger: Trigger, found: Exploration, here: Situation | None
) -> Iterator[tuple[State, Move, tuple[Fact, ...]]]:
    """One trigger under every combination of the conditions it meets."""
    prefix: list[bool] = []
    for _ in range(MAX_CHOICES):
        taken: list[bool] = []

        def choose(
            node: Node, flow: Flow | None, prefix: list[bool] = prefix, taken: list[bool] = taken
        ) -> bool:
            answer = prefix[len(taken)] if len(taken) < len(prefix) else True
            taken.append(answer)
            return answer

        run = Run(program, state or State(), _NOW)
        run.choose = choose
        move = Move("start", program.root)
        try:
            move = _apply(run, trigger)
            if run.status == "active":
                tokens.settle(run)
            if isinstance(trigger, Thrown) and not _was_caught(run):
                return
            passed = tuple(_gateways(run.facts, program))
            yield run.state(), move._replace(gateways=passed, choices=tuple(taken)), tuple(run.facts)
        except JingbanError as error:
            # all conditions false is a matter of data, not of structure
            if error.stable_code not in ("no-flow",) and here is not None:
                found.failures.append((here, move, error))
        while taken and not taken[-1]:
            taken.pop()
        if not taken:
            return
        prefix[:] = [*taken[:-1], False]
    found.complete = False
    found.because = "too many combinations of conditions"


def _apply(run: Run, trigger: Trigger) -> Move:
    if isinstance(trigger, inputs.Start):
        begin(run, trigger)
        return Move("start", trigger.trigger or run.program.root)
    if isinstance(trigger, Act):
        activities.complete(run, trigger.id)
        return Move("done", trigger.node)
    if isinstance(trigger, Wait):
        events.occur(run, run.waits[trigger.id], {})
        _once(run, trigger)
        return Move("occurs", trigger.start or trigger.node)
    act, code = trigger.act, trigger.code
    if trigger.kind == "escalation":
        propagation.escalation(run, code, {}, act.scope, act.id)
        for wait in [
            wait for wait in run.waits.values() if wait.kind == "escalation" and wait.name in (code, None)
        ]:
            events.disarm(run, wait)
        return Move("escalates", act.node, code=code)
    propagation.error(run, code, "", {}, act.scope, act.id, run.node(act))
    return Move("fails", act.node, code=code)


def _once(run: Run, wait: Wait) -> None:
    """That a non-interrupting event may come again is meant, and adds nothing that once does not show."""
    place = (wait.scope, wait.act, wait.node, wait.start)
    if any(fact.kind in ("caught", "started") and fact.element == wait.node for fact in run.facts):
        for other in [
            other
            for other in run.waits.values()
            if (other.scope, other.act, other.node, other.start) == place
        ]:
            events.disarm(run, other)


def _was_caught(run: Run) -> bool:
    return run.status != "failed" and any(fact.kind == "caught" for fact in run.facts)


def follow(program: Program, state: State | None, move: Move) -> tuple[State, tuple[Fact, ...]]:
    """Make one recorded move in a program without data. `ExecutionFailed` when the state does not allow it."""
    answers = iter(move.choices)
    run = Run(program, state or State(), _NOW)
    run.choose = lambda _node, _flow: next(answers, True)
    _apply(run, _trigger_of(run, move))
    if run.status == "active":
        tokens.settle(run)
    return run.state(), tuple(run.facts)


def _trigger_of(run: Run, move: Move) -> Trigger:
    if move.what == "start":
        return inputs.Start(trigger=None if move.element == run.program.root else move.element)
    if move.what == "occurs":
        for wait in run.waits.values():
            if move.element in (wait.start, wait.node):
                return wait
    for act in run.acts.values():
        if act.node == move.element and act.phase == "open":
            if move.what == "done":
                return act
            return Thrown(act, "escalation" if move.what == "escalates" else "error", move.code)
    raise ExecutionFailed(f"nothing waits at {move.element!r} here", element=move.element, code="path-broken")


def _gateways(facts: list[Fact], program: Program) -> list[str]:
    """The gateways passed on the way, for the reader of a counter-example."""
    return [fact.element for fact in facts if fact.kind == "completed" and "ateway" in _type(program, fact)]


def _type(program: Program, fact: Fact) -> str:
    for graph in program.graphs.values():
        if graph.process == fact.process and fact.element in graph.nodes:
            return graph.nodes[fact.element].type
    return ""
