"""A wait for a message was armed: a message that came before it is delivered now, in the same transaction."""

from engine.bpmn import Fact, inputs
from engine.cases.inbound.keeping import take_kept
from engine.cases.loaded import LoadedCase
from engine.cases.moves import BY_ITSELF, Move
from engine.dispatch import Context


def kept_for(ctx: Context, case: LoadedCase, fact: Fact) -> Move | None:
    """The move that a kept message makes, or None when none was kept or the wait is over already."""
    wait = case.state.waits.get(str((fact.data or {})["wait"])) if case.state else None
    if wait is None or wait.kind != "message" or wait.name is None:
        return None
    message = take_kept(ctx, case.row["region"], case.id, wait.name, wait.key)
    if message is None:
        return None
    told = inputs.Deliver(wait.name, message["payload"], wait.key, wait.id)
    data = {"name": wait.name, "kept_since": message["received_at"].isoformat(), "sender": message["sender"]}
    return Move(told, "case:message_received", data=data, capacity=BY_ITSELF)
