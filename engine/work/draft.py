"""Draft (暂存): keep what is filled in so far. It may be wrong and incomplete; it is no act in the history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.dispatch import Command, Context
from engine.expressions import to_json
from engine.kernel.errors import LimitExceeded
from engine.store.canonical import canonical_bytes
from engine.work.item import load_item
from engine.work.rights import check_draft, refuse_unseen
from engine.work.tables import work_items

LARGEST_DRAFT = 256 * 1024
"""Bytes of canonical JSON."""


@dataclass(frozen=True, slots=True)
class SaveDraft(Command):
    """Keep the draft of a claimed work item, replacing the one before."""

    permission: ClassVar[str] = "work:complete"
    work_item_id: str
    data: Mapping[str, Any] = field(default_factory=dict)
    decision: str | None = None
    opinion: str | None = None


def save_draft(command: SaveDraft, ctx: Context) -> dict[str, Any]:
    """Returns {saved_at}. Raises NotFound, Forbidden (`not-claimed-by-you`), LimitExceeded (`draft-too-large`).

    A draft may be wrong and incomplete: it is kept as it is, because losing half a page of typing helps nobody.
    """
    at = load_item(ctx, command.work_item_id)
    refuse_unseen(ctx, at.item)
    check_draft(ctx, at)
    draft = {
        "data": to_json(dict(command.data)),
        "decision": command.decision,
        "opinion": command.opinion,
        "saved_at": ctx.now.isoformat(),
    }
    if len(canonical_bytes(draft)) > LARGEST_DRAFT:
        raise LimitExceeded(
            f"A draft may have at most {LARGEST_DRAFT // 1024} KB; shorten it.", code="draft-too-large"
        )
    ctx.changes.update(work_items, at.id, {"draft": draft})
    return {"saved_at": ctx.now}
