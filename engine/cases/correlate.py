"""Which other cases are told of a message or signal that a process threw. (Within the instance the machine has delivered.)

A message goes to one receiver, the oldest case that waits for its name and exactly its key: between cases a wait without
a key hears only messages without one, or it would take what is meant for others. A signal goes to all that wait. Both
stay within the region of the sender. A message that nobody awaits is lost, as BPMN 2.0.2 has it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.bpmn import Fact, inputs
from engine.cases.loaded import LoadedCase, load_case
from engine.deadlines.arm import key_text
from engine.deadlines.tables import waits
from engine.dispatch import Context
from engine.expressions import to_json
from engine.kernel.errors import LimitExceeded

MOST_RECEIVERS: Final = 500
"""Cases that one signal may move within one transaction."""

Delivery = tuple[LoadedCase, inputs.Input]


def deliver_thrown(
    ctx: Context, sender: LoadedCase, fact: Fact, at_work: Mapping[str, LoadedCase]
) -> Iterator[Delivery]:
    """The inputs that follow from a thrown message or signal. `at_work` are cases this command already holds."""
    data = fact.data or {}
    name, payload = str(data.get("name", "")), data.get("payload") or {}
    if data["kind"] == "signal":
        for receiver in _listeners(ctx, sender, name, at_work):
            yield receiver, inputs.Broadcast(name, payload)
        return
    if data.get("delivered"):
        return
    found = _receiver(ctx, sender, name, data.get("key"), at_work)
    if found is not None:
        yield found[0], inputs.Deliver(name, payload, data.get("key"), found[1])


def waiting_for(db: Connection, region: str, kind: str, name: str, key: str | None) -> list[tuple[str, str]]:
    """(case id, wait id) of the waits for this message or signal in a region, the oldest first."""
    wanted = select(waits.c.case_id, waits.c.wait).where(
        waits.c.region == region, waits.c.kind == kind, waits.c.name == name
    )
    if kind == "message":
        wanted = wanted.where(waits.c.key.is_(None) if key is None else waits.c.key == key)
    rows = db.execute(wanted.order_by(waits.c.case_id, waits.c.wait).limit(MOST_RECEIVERS + 1))
    return [(row.case_id, row.wait) for row in rows]


def _receiver(
    ctx: Context, sender: LoadedCase, name: str, key: Any, at_work: Mapping[str, LoadedCase]
) -> tuple[LoadedCase, str] | None:
    text = key_text(to_json(key))
    for case in at_work.values():
        if case is sender or case.state is None:
            continue
        for wait in case.state.waits.values():
            if (wait.kind, wait.name, key_text(to_json(wait.key))) == ("message", name, text):
                return case, wait.id
    for case_id, wait_id in waiting_for(ctx.db, sender.row["region"], "message", name, text):
        # rows of cases at work may be older than their live state, which was asked above
        if case_id not in at_work:
            return load_case(ctx, case_id), wait_id
    return None


def _listeners(
    ctx: Context, sender: LoadedCase, name: str, at_work: Mapping[str, LoadedCase]
) -> Iterator[LoadedCase]:
    for case in list(at_work.values()):
        if case is not sender and case.state and _awaits_signal(case, name):
            yield case
    stored = waiting_for(ctx.db, sender.row["region"], "signal", name, None)
    if len(stored) > MOST_RECEIVERS:
        raise LimitExceeded(
            f"More than {MOST_RECEIVERS} cases wait for the signal {name!r}; one act cannot move them all.",
            code="too-many-receivers",
        )
    for case_id in dict.fromkeys(case_id for case_id, _ in stored):
        if case_id not in at_work:
            yield load_case(ctx, case_id)


def _awaits_signal(case: LoadedCase, name: str) -> bool:
    return case.state is not None and any(
        wait.kind == "signal" and wait.name == name for wait in case.state.waits.values()
    )
