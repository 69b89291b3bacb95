"""Answers to tasks that the platform does itself: service tasks through registered operations, business rules through
deployed decisions. The answer becomes a recorded input; the log keeps what was asked, so that people can read why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.bpmn import Fact, inputs
from engine.cases.loaded import LoadedCase
from engine.cases.operations import BusinessFailure, Call, Operations
from engine.cases.programs import decision_of
from engine.dispatch import Context
from engine.kernel.errors import ExecutionFailed, JingbanError

DEFAULT_RESULT: Final = "result"


@dataclass(frozen=True, slots=True)
class Answer:
    """An input that answers a task, the action it is recorded as, and what people see of it."""

    input: inputs.Input
    action: str
    data: Mapping[str, Any]


def answer_of(ctx: Context, case: LoadedCase, fact: Fact) -> Answer:
    """The answer to an opened service, send or business-rule task. Raises located errors; the task stays open then."""
    try:
        return (
            _decide(ctx, case, fact) if (fact.data or {}).get("work") == "rule" else _operate(ctx, case, fact)
        )
    except JingbanError as error:
        # whoever reads the refusal must learn at which element of the process it arose
        error.details.setdefault("element", fact.element)
        raise


def _operate(ctx: Context, case: LoadedCase, fact: Fact) -> Answer:
    data = fact.data or {}
    name = str(data.get("operation", ""))
    operation = ctx.services[Operations].find(name)  # type: ignore[type-abstract]  # a port, found by its protocol
    if operation is None:
        raise ExecutionFailed(
            f"The service task {fact.element!r} asks for the operation {name!r}, which this platform does not have.",
            element=fact.element,
            code="operation-unknown",
        )
    asked = data.get("inputs") or {}
    call = Call(ctx, case, name, fact.element, fact.act, asked, case.variables_of(fact.act))
    seen = {"operation": name, "inputs": dict(asked)}
    try:
        result = operation(call)
    except BusinessFailure as failure:
        told = {**seen, "error": failure.code, "message": failure.message}
        return Answer(inputs.Fail(fact.act, failure.code, failure.message), "case:operation_failed", told)
    return Answer(inputs.Complete(fact.act, result), "case:operation_done", {**seen, "result": dict(result)})


def _decide(ctx: Context, case: LoadedCase, fact: Fact) -> Answer:
    data = fact.data or {}
    key = str(data.get("decision", ""))
    evaluation = decision_of(ctx, case.row, key, fact.element).evaluate(
        key, data.get("inputs") or {}, now=ctx.now
    )
    variable = str(data.get("result") or DEFAULT_RESULT)
    told = {"decision": key, "value": evaluation.value, "trace": evaluation.trace}
    return Answer(inputs.Complete(fact.act, {variable: evaluation.value}), "case:decision_made", told)
