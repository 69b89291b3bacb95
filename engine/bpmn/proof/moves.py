"""What may happen next in a situation, seen from outside: a task is done, fails or escalates, an awaited event occurs.

Within one move every combination of open conditions is tried, except those that no data allow.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic
from typing import NamedTuple

from engine.bpmn import inputs
from engine.bpmn.facts import Fact
from engine.bpmn.machine import activities, events, propagation, tokens, waits
from engine.bpmn.machine.run import Run
from engine.bpmn.machine.step import begin
from engine.bpmn.model import Node
from engine.bpmn.program import Program
from engine.bpmn.proof.choosing import Choosing
from engine.bpmn.proof.knowledge import Data, Impossible, Known, TooMany, Way
from engine.bpmn.proof.order import Local
from engine.bpmn.state import Act, State, Wait
from engine.kernel.errors import ExecutionFailed, JingbanError, Step

_NOW = datetime(2026, 1, 5, tzinfo=UTC)
MAX_CHOICES = 8_192
ANSWERED = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask"})
_THROWN = ("error", "escalation")
# a condition that is false everywhere is a matter of the data, not of the structure
_OF_DATA = frozenset({"no-flow", Impossible.code})


class Thrown(NamedTuple):
    """An activity ends with an error, or escalates; `code` is one that somebody around it awaits."""

    act: Act
    kind: str
    code: str | None


Trigger = inputs.Start | Act | Wait | Thrown


class Move(NamedTuple):
    """One possible move: the state after it, what is known of the data then, and what happened. `error`: it stopped instead."""

    step: Step
    state: State
    known: Known
    facts: tuple[Fact, ...]
    error: JingbanError | None = None


def starts(program: Program) -> Iterator[inputs.Start]:
    """All ways in which an instance of the root process may begin."""
    graph = program.graphs[program.root]
    if graph.starts or not graph.event_starts:
        yield inputs.Start()
    for start in graph.event_starts:
        if start.type == "eventBasedGateway":
            for flow in start.outgoing:
                yield inputs.Start(trigger=flow.target)
        else:
            yield inputs.Start(trigger=start.id)


def triggers(state: State, program: Program, local: Local | None = None) -> Iterator[Trigger]:
    """All that may come from outside in a state; of `local` tasks one alone, since their order makes no difference."""
    alone = local.first(state) if local is not None else None
    if alone is not None:
        yield alone
        return
    for act in state.acts.values():
        node = program.graphs[state.scopes[act.scope].graph].nodes[act.node]
        if act.phase == "open" and node.type in ANSWERED:
            if node.type != "receiveTask" or node.message is None:
                yield act
            if node.type == "serviceTask" or node.boundary:
                yield from _throws(state, act)
    for wait in state.waits.values():
        if wait.kind in waits.ANNOUNCED:
            yield wait


def _throws(state: State, act: Act) -> Iterator[Thrown]:
    """What an activity may throw: every error or escalation that is awaited anywhere; the uncaught ones are left out."""
    for kind in _THROWN:
        codes = {wait.name for wait in state.waits.values() if wait.kind == kind}
        for code in sorted(codes, key=str):
            yield Thrown(act, kind, code)


def moves(
    program: Program, state: State | None, trigger: Trigger, known: Known, data: Data | None, deadline: float
) -> Iterator[Move]:
    """One trigger under every combination of the conditions it meets. `data` None: they are not looked at.

    `TooMany` when a bound is met.
    """
    prefix: list[bool] = []
    for _ in range(MAX_CHOICES):
        if monotonic() > deadline:
            raise TooMany("time")
        choosing = Choosing(prefix, Way(data, known) if data is not None else None)
        move = _one(program, state, trigger, known, choosing)
        if move is not None:
            yield move
        following = choosing.following()
        if following is None:
            return
        prefix = following
    raise TooMany("too many combinations of conditions")


def _one(
    program: Program, state: State | None, trigger: Trigger, known: Known, choosing: Choosing
) -> Move | None:
    run = Run(program, state or State(), _NOW)
    run.choose = lambda node, flow: choosing.answer(run, node, flow)
    step = Step("start", program.root)
    try:
        step = _apply(run, trigger)
        if run.status == "active":
            tokens.settle(run)
    except JingbanError as error:
        step = step._replace(choices=tuple(choosing.taken))
        return None if error.stable_code in _OF_DATA else Move(step, State(), known, tuple(run.facts), error)
    if isinstance(trigger, Thrown) and not _was_caught(run):
        return None
    after = run.state()
    if choosing.way is not None:
        choosing.way.learn(run.facts)
        known = choosing.way.data.kept(choosing.way.known, after)
    step = step._replace(elements=_started(run.facts), choices=tuple(choosing.taken))
    return Move(step, after, known, tuple(run.facts))


def _started(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(fact.element for fact in facts if fact.kind == "started" and fact.element != fact.process)


def _apply(run: Run, trigger: Trigger) -> Step:
    if isinstance(trigger, inputs.Start):
        begin(run, trigger)
        return Step("start", trigger.trigger or run.program.root)
    if isinstance(trigger, Act):
        activities.complete(run, trigger.id)
        return Step("done", trigger.node)
    if isinstance(trigger, Wait):
        events.occur(run, run.waits[trigger.id], {})
        _once(run, trigger)
        return Step("occurs", trigger.start or trigger.node)
    act, code = trigger.act, trigger.code
    if trigger.kind == "escalation":
        propagation.escalation(run, code, {}, act.scope, act.id)
        for wait in [
            wait for wait in run.waits.values() if wait.kind == "escalation" and wait.name in (code, None)
        ]:
            waits.disarm(run, wait)
        return Step("escalates", act.node, code=code)
    propagation.error(run, code, "", {}, act.scope, act.id, run.node(act))
    return Step("fails", act.node, code=code)


def _once(run: Run, wait: Wait) -> None:
    """That a non-interrupting event may come again is meant, and adds nothing that once does not show."""
    place = (wait.scope, wait.act, wait.node, wait.start)
    if any(fact.kind in ("caught", "started") and fact.element == wait.node for fact in run.facts):
        for other in [
            other
            for other in run.waits.values()
            if (other.scope, other.act, other.node, other.start) == place
        ]:
            waits.disarm(run, other)


def _was_caught(run: Run) -> bool:
    return run.status != "failed" and any(fact.kind == "caught" for fact in run.facts)


def follow(program: Program, state: State | None, step: Step) -> tuple[State, tuple[Fact, ...]]:
    """Go one recorded step in a program without data. `ExecutionFailed` (`path-broken`) when the state does not allow it."""
    answers = iter(step.choices)
    run = Run(program, state or State(), _NOW)
    run.choose = lambda node, _flow: _next(answers, node)
    _apply(run, _trigger_of(run, step))
    if run.status == "active":
        tokens.settle(run)
    return run.state(), tuple(run.facts)


def _next(answers: Iterator[bool], node: Node) -> bool:
    for answer in answers:
        return answer
    raise ExecutionFailed(
        f"the way ends at {node.name or node.id!r}, which would be asked again",
        element=node.id,
        code="step-limit",
    )


def _trigger_of(run: Run, step: Step) -> Trigger:
    if step.what == "start":
        return inputs.Start(trigger=None if step.element == run.program.root else step.element)
    if step.what == "occurs":
        for wait in run.waits.values():
            if step.element in (wait.start, wait.node):
                return wait
    for act in run.acts.values():
        if act.node == step.element and act.phase == "open":
            if step.what == "done":
                return act
            return Thrown(act, "escalation" if step.what == "escalates" else "error", step.code)
    raise ExecutionFailed(f"nothing waits at {step.element!r} here", element=step.element, code="path-broken")


__all__ = ["ANSWERED", "Move", "TooMany", "follow", "moves", "starts", "triggers"]
