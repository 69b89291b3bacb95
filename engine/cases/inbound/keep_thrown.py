"""A process threw a message that declares how long it is kept (`jb:keep`), and nobody awaited it yet."""

from engine.bpmn import Fact
from engine.cases.inbound.keeping import expiry, keep
from engine.cases.loaded import LoadedCase
from engine.dispatch import Context
from engine.kernel.errors import ExecutionFailed, InvalidInput


def to_be_kept(sender: LoadedCase, fact: Fact) -> str | None:
    """The duration that the throwing element declares; None for signals, and for messages that its own case awaited."""
    data = fact.data or {}
    if data.get("kind") != "message" or data.get("delivered"):
        return None
    declared = sender.program.node(fact.element, fact.process).attributes.get("keep")
    return declared if isinstance(declared, str) else None


def keep_thrown(ctx: Context, sender: LoadedCase, fact: Fact, duration: str) -> None:
    """Keep it. Raises ExecutionFailed, located, when the declared duration is none or too long."""
    data = fact.data or {}
    try:
        until = expiry(ctx, duration)
    except InvalidInput as error:
        raise ExecutionFailed(
            f"jb:keep of {fact.element!r} is {duration!r}: {error.message}",
            element=fact.element,
            code="keep-out-of-range",
        )
    keep(
        ctx,
        sender.row["region"],
        str(data.get("name", "")),
        data.get("key"),
        data.get("payload") or {},
        until,
    )
