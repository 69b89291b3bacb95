"""A service task with a connector was reached: write the call down and have a worker make it, in this very transaction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from engine.bpmn import Fact
from engine.bpmn.service_errors import read_errors
from engine.cases.calls.tables import service_calls
from engine.cases.loaded import LoadedCase
from engine.dispatch import Context
from engine.expressions import to_json
from engine.jobs import NORMAL, SOON, Jobs
from engine.kernel.errors import ExecutionFailed
from engine.kernel.settings import Settings

CALL_SERVICE: Final = "call-service"


def ask(ctx: Context, case: LoadedCase, fact: Fact) -> None:
    """Raises ExecutionFailed, located, when an attribute of the task came out as nonsense."""
    data = fact.data or {}
    row = {
        "case_id": case.id,
        "act": fact.act,
        "region": case.row["region"],
        "element": fact.element,
        "name": case.program.node(fact.element, fact.process).name[:200],
        "connector": _text(fact, "connector", 80),
        "request": to_json(
            {
                "inputs": dict(data.get("inputs") or {}),
                "secret": None if data.get("secret") is None else _text(fact, "secret", 80),
                "errors": dict(_errors(fact)),
            }
        ),
        "most_attempts": _attempts(fact, ctx.services[Settings].service_attempts),
        "attempts": 0,
        "run": 1,
        "asked_at": ctx.now,
        "next_at": None,
        "failed_at": None,
        "code": None,
        "error": None,
    }
    ctx.changes.insert(service_calls, row)
    enqueue_run(ctx, row)


def enqueue_run(ctx: Context, row: Mapping[str, Any], delay: timedelta = timedelta(0)) -> None:
    """Have a worker make this run of a call; first attempts go before repeated ones."""
    ctx.begin()  # the queue writes its row by itself, within our transaction
    ctx.services[Jobs].enqueue(  # type: ignore[type-abstract]  # a port, found by its protocol
        ctx.db,
        CALL_SERVICE,
        job_of(row),
        (row["case_id"], row["act"], str(row["run"])),
        delay=delay,
        priority=SOON if row["run"] == 1 else NORMAL,
    )


def job_of(row: Mapping[str, Any]) -> str:
    """The id of the job of this run."""
    return f"call:{row['case_id']}:{row['act']}:{row['run']}"


def _text(fact: Fact, name: str, longest: int) -> str:
    value = (fact.data or {}).get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise _nonsense(fact, name, value, f"a text of 1 to {longest} characters")
    return value


def _errors(fact: Fact) -> Mapping[str, str]:
    value = (fact.data or {}).get("errors")
    try:
        return {} if value is None else read_errors(str(value))
    except ValueError as error:
        raise _nonsense(fact, "errors", value, str(error))


def _attempts(fact: Fact, usual: int) -> int:
    value = (fact.data or {}).get("attempts")
    if value is None:
        return usual
    text = str(value)
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise _nonsense(fact, "attempts", value, "a whole number from 1 to 20")
    return int(text)


def _nonsense(fact: Fact, name: str, value: Any, wanted: str) -> ExecutionFailed:
    return ExecutionFailed(
        f"jb:{name} of {fact.element!r} came out as {value!r}; it must be {wanted}.",
        element=fact.element,
        code="service-attribute",
    )
