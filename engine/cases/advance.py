"""The one function that moves a case: run a step, record it, settle its facts, and do at once what can be done at once.

What follows inside the transaction (operations of service tasks, decision tables, messages to other cases) are further
inputs, each recorded by itself with its result, so that re-execution never calls out. A failure of any of them refuses
the whole command and nothing changes; so does an error that no handler of the process catches.
"""

from typing import Final

from engine.bpmn import Fact, inputs, step
from engine.cases.calls.ask import ask
from engine.cases.correlate import deliver_thrown
from engine.cases.inbound.deliver_kept import kept_for
from engine.cases.inbound.keep_thrown import keep_thrown, to_be_kept
from engine.cases.inbound.keeping import take_turn
from engine.cases.loaded import LoadedCase
from engine.cases.moves import BY_ITSELF, Move, Work
from engine.cases.service_calls import answer_of
from engine.cases.settle import settle
from engine.cases.started_by import started_by
from engine.dispatch import Context
from engine.kernel.errors import ExecutionFailed, LimitExceeded

MOST_STEPS: Final = 1_000
"""Inputs that may follow from one command without a person in between, over all cases it touches."""


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
        elif what.kind == "thrown":
            _deliver(ctx, at_work, what, work)
        elif what.kind == "armed":
            kept = kept_for(ctx, at_work, what)
            if kept is not None:
                work.add(at_work, kept)
        else:
            _answer(ctx, at_work, what, work)
    for touched in work.cases.values():
        touched.save()


def _run(ctx: Context, case: LoadedCase, move: Move, work: Work) -> None:
    outcome = step(case.program, case.state, move.input, ctx.now)
    if outcome.state.status == "failed":
        raise _uncaught(outcome.facts)
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


def _deliver(ctx: Context, sender: LoadedCase, fact: Fact, work: Work) -> None:
    """Hand a thrown message or signal to other cases; a message that none awaits, and any signal, may begin
    cases; a message that does neither is kept as long as its element declares.
    """
    data = fact.data or {}
    told = {"name": data.get("name"), "from_case": sender.number, "from_element": fact.element}
    keep_for = to_be_kept(sender, fact)
    if keep_for is not None:
        take_turn(ctx, sender.row["region"], str(data.get("name", "")), data.get("key"))
    delivered = list(deliver_thrown(ctx, sender, fact, work.cases))
    for receiver, input in delivered:
        work.add(receiver, Move(input, "case:message_received", data=told, capacity=BY_ITSELF))
    begun = False
    if not delivered or data.get("kind") == "signal":
        for new_case, move in started_by(ctx, sender, fact):
            begun = True
            work.add(new_case, move)
    if keep_for is not None and not delivered and not begun:
        keep_thrown(ctx, sender, fact, keep_for)


def _answer(ctx: Context, case: LoadedCase, fact: Fact, work: Work) -> None:
    if case.state is None or fact.act not in case.state.acts:
        return  # cancelled by what happened since: nobody waits for the answer any more
    if "connector" in (fact.data or {}):
        ask(ctx, case, fact)  # a worker will call and bring the answer
        return
    answer = answer_of(ctx, case, fact)
    work.add(case, Move(answer.input, answer.action, fact.element, fact.act, answer.data, BY_ITSELF))


def _uncaught(facts: tuple[Fact, ...]) -> ExecutionFailed:
    ended = next((fact.data or {} for fact in reversed(facts) if fact.kind == "ended"), {})
    error = ended.get("error") or {}
    element = error.get("element")
    return ExecutionFailed(
        f"The process ended with the error {error.get('code')!r} at {element!r}, which nothing in it catches: "
        f"{error.get('message', '')}. Nothing was changed.",
        element=element,
        code="uncaught-error",
        error=error.get("code"),
    )
