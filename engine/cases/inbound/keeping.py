"""How long a message nobody awaits is kept, and the keeping and taking of it."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, text

from engine.bpmn import Program
from engine.cases.inbound.tables import kept_messages
from engine.deadlines.arm import key_text
from engine.dispatch import Context
from engine.expressions import from_json, to_json
from engine.kernel.errors import FieldError, InvalidInput
from engine.kernel.ids import new_id
from engine.kernel.settings import Settings
from engine.store.canonical import canonical_text, sha256_hex
from engine.timing import parse_duration

LARGEST_PAYLOAD: Final = 256 * 1024
MOST_AT_ONCE: Final = 100
"""Kept messages of one name and key that one command may hand out."""


def expiry(ctx: Context, keep: str) -> datetime:
    """Until when a message is kept: an ISO 8601 duration from now, at most JINGBAN_KEEP_MESSAGE_DAYS. Raises InvalidInput."""
    longest = timedelta(days=ctx.services[Settings].keep_message_days)
    try:
        until = parse_duration(keep).after(ctx.now)
    except OverflowError:
        until = ctx.now + longest * 2
    if not ctx.now < until <= ctx.now + longest:
        message = f"Give a duration of at most {longest.days} days, such as P3D."
        raise InvalidInput(message, [FieldError("keep", message, "out-of-range")], code="keep-out-of-range")
    return until


def declared(program: Program, name: str) -> str | None:
    """The `jb:keep` that the process gives where it awaits a message of that name, or None."""
    for node in program.nodes():
        keep = node.attributes.get("keep")
        events = node.events if node.message is None else (*node.events, node.message)
        catches = node.type not in ("endEvent", "intermediateThrowEvent", "sendTask")
        if isinstance(keep, str) and catches and any(e.kind == "message" and e.name == name for e in events):
            return keep
    return None


def take_turn(ctx: Context, region: str, name: str, key: Any) -> None:
    """Hold the turn of this name and key until the transaction ends. SQLite has one writer, who has every turn."""
    if ctx.db.dialect.name == "sqlite":
        return
    digest = sha256_hex(canonical_text(["message", region, name, key_text(to_json(key))]).encode())
    number = int(digest[:16], 16) - (1 << 63)
    ctx.begin()
    ctx.db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def keep(
    ctx: Context,
    region: str,
    name: str,
    key: Any,
    payload: Any,
    until: datetime,
    case_id: str | None = None,
) -> None:
    """Keep a message. A payload above 256 KiB is refused with InvalidInput."""
    written = to_json(payload)
    if len(canonical_text(written)) > LARGEST_PAYLOAD:
        message = f"A message that is kept has at most {LARGEST_PAYLOAD} bytes."
        raise InvalidInput(message, [FieldError("payload", message, "too-large")], code="message-too-large")
    ctx.changes.insert(
        kept_messages,
        {
            "id": new_id(ctx.now),
            "region": region,
            "case_id": case_id,
            "name": name,
            "key": key_text(to_json(key)),
            "payload": written,
            "sender": ctx.actor.user_id,
            "received_at": ctx.now,
            "expires_at": until,
        },
    )


def take_kept(ctx: Context, region: str, case_id: str, name: str, key: Any) -> dict[str, Any] | None:
    """`{payload, received_at, sender}` of the oldest kept message for this wait, which is removed; None when there is none.

    A message for this very case is taken like one that is delivered to it: by its name, and by its key where both have one.
    """
    take_turn(ctx, region, name, key)
    kept, wanted = kept_messages.c, key_text(to_json(key))
    same_key = kept.key.is_(None) if wanted is None else kept.key == wanted
    for_case = kept.case_id == case_id
    if wanted is not None:
        for_case &= or_(kept.key.is_(None), kept.key == wanted)
    found = (
        ctx.db.execute(
            select(kept_messages)
            .where(
                kept.region == region,
                kept.name == name,
                kept.expires_at > ctx.now,
                or_(for_case, kept.case_id.is_(None) & same_key),
            )
            .order_by(kept.received_at, kept.id)
            .limit(MOST_AT_ONCE)
        )
        .mappings()
        .all()
    )
    # several waits of one command take one message each
    for row in found:
        if not ctx.changes.deletes(kept_messages, row["id"]):
            ctx.changes.delete(kept_messages, row["id"])
            return {**row, "payload": from_json(row["payload"])}
    return None
