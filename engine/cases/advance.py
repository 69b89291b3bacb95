"""The one function that moves a case: run a step, record it, settle its facts, and do at once what can be done at once.

What follows inside the transaction (operations of service tasks, decision tables, messages to other cases) are further
inputs, each recorded by itself with its result, so that re-execution never calls out. A failure of any of them refuses
the whole command and nothing changes.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.bpmn import Fact, inputs, step
from engine.cases.correlate import deliver_thrown
from engine.cases.loaded import LoadedCase
from engine.cases.service_calls import answer_of
from engine.cases.settle import settle
from engine.dispatch import SYSTEM, Context
from engine.kernel.errors import LimitExceeded

MOST_STEPS: Final = 1_000
"""Inputs that may follow from one command without a person in between, over all cases it touches."""

BY_ITSELF: Final[Mapping[str, Any]] = {"department": None, "role": SYSTEM.username}
"""The capacity of what the platform does by itself within somebody's command."""

Input = inputs.Input


@dataclass(frozen=True, slots=True)
class Move:
    """One input for a case and how the log names it. `data` is what people see of it in the history."""

    input: Input
    action: str
    element: str | None = None
    act: str | None = None
    data: Mapping[str, Any] | None = None
    capacity: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Work:
    """What is still to be done within one command: moves of cases, and facts to be answered. Breadth first."""

    pending: deque[tuple[LoadedCase, Move | Fact]] = field(default_factory=deque)
    cases: dict[str, LoadedCase] = field(default_factory=dict)
    steps: int = 0

    def add(self, case: LoadedCase, what: Move | Fact) -> None:
        """Do this after what is pending already."""
        self.cases.setdefault(case.id, case)
        self.pending.append((case, what))


def advance(ctx: Context, case: LoadedCase, move: Move) -> None:
    """Run `move` and all that follows from it; every case touched is saved through `ctx.changes`.

    Raises ExecutionFailed (located) from the step, what an operation raises, or LimitExceeded after `MOST_STEPS`.
    """
    work = Work()
    work.add(case, move)
    while work.pending:
        work.steps += 1
        if work.steps > MOST_STEPS:
            raise LimitExceeded(
                f"One act led to more than {MOST_STEPS} steps of the process without a person in between; "
                "look for a loop of service tasks or messages.",
                code="too-many-steps",
            )
        at_work, what = work.pending.popleft()
        if isinstance(what, Move):
            _run(ctx, at_work, what, work)
        else:
            _answer(ctx, at_work, what, work)
    for touched in work.cases.values():
        touched.save()


def _run(ctx: Context, case: LoadedCase, move: Move, work: Work) -> None:
    outcome = step(case.program, case.state, move.input, ctx.now)
    case.state = outcome.state
    ctx.record(
        case.id,
        move.action,
        element=move.element,
        act=move.act,
        input=inputs.to_json(move.input),
        facts=outcome.facts,
        data=move.data,
        capacity=move.capacity,
    )
    for fact in settle(ctx, case, outcome.facts):
        work.add(case, fact)


def _answer(ctx: Context, case: LoadedCase, fact: Fact, work: Work) -> None:
    """Answer one fact that the platform itself answers: a call of an operation or decision, or a thrown event."""
    if fact.kind == "thrown":
        for receiver, input in deliver_thrown(ctx, case, fact, work.cases):
            name = (fact.data or {}).get("name")
            data = {"name": name, "from_case": case.number, "from_element": fact.element}
            work.add(receiver, Move(input, "case:message_received", data=data))
        return
    if case.state is None or fact.act not in case.state.acts:
        return  # cancelled by what happened since: nobody waits for the answer any more
    answer = answer_of(ctx, case, fact)
    work.add(case, Move(answer.input, answer.action, fact.element, fact.act, answer.data, capacity=BY_ITSELF))
