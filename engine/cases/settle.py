"""From facts to rows and events: what a step reported becomes waits that can fire and work that people can see.

Facts that the platform itself must answer (operations, decisions, thrown messages and signals) are handed back to
`advance`. The trace facts need no row: the event log keeps them.
"""

from collections.abc import Iterable, Iterator

from engine.bpmn import Fact
from engine.cases.calls.tables import service_calls
from engine.cases.events import CaseStatusChanged, WorkClosed, WorkOpened
from engine.cases.finish import finish
from engine.cases.loaded import LoadedCase
from engine.deadlines.arm import arm, disarm
from engine.dispatch import Context
from engine.expressions import to_json

PEOPLE = frozenset({"user", "manual"})
HUMAN_TASKS = frozenset({"userTask", "manualTask"})
PLATFORM = frozenset({"service", "rule", "send"})
CORRELATED = frozenset({"message", "signal"})


def settle(ctx: Context, case: LoadedCase, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Turn facts into rows and events, in order; yields those that the platform has to answer."""
    for fact in facts:
        data = fact.data or {}
        match fact.kind:
            case "opened" if data.get("work") in PEOPLE:
                _open_work(ctx, case, fact)
            case "opened" if data.get("work") in PLATFORM:
                yield fact
            case "closed" if case.program.node(fact.element, fact.process).type in HUMAN_TASKS:
                ctx.emit(WorkClosed(case, fact.act, fact.element, str(data.get("reason", "completed"))))
            case "closed" if "connector" in case.program.node(fact.element, fact.process).attributes:
                ctx.changes.delete(service_calls, (case.id, fact.act))
            case "armed":
                arm(ctx, case.id, case.row["region"], {**data, "key": to_json(data.get("key"))})
                if data["kind"] == "message":
                    yield fact  # one may have come before it was awaited
            case "disarmed":
                disarm(ctx, case.id, str(data["wait"]))
            case "thrown" if data.get("kind") in CORRELATED:
                yield fact
            case "ended":
                _end(ctx, case, str(data.get("status", "completed")))
            case _:
                pass  # the trace: kept in the event log, no row of its own


def _open_work(ctx: Context, case: LoadedCase, fact: Fact) -> None:
    data = fact.data or {}
    department = data.get("department") or case.row["department"]
    if department:
        case.involve(str(department))
    ctx.emit(
        WorkOpened(case, fact.act, fact.element, fact.process, fact.scope, fact.index, data),
    )


def _end(ctx: Context, case: LoadedCase, status: str) -> None:
    reached = finish(case, status, ctx.now)
    ctx.emit(CaseStatusChanged(case, reached))
