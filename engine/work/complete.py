"""Complete (办结一个环节): the person who claimed a work item gives data, decision and opinion, and the case moves on.

Everything happens in one transaction or not at all: the answers, the opinion, the step of the process and all that
follows. A refusal leaves the item claimed and its draft as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.loaded import LoadedCase, loaded
from engine.cases.moves import Move
from engine.cases.view import case_view
from engine.dispatch import Command, Context
from engine.identity.department_names import department_names
from engine.kernel.errors import StaleVersion
from engine.work.answers import Answers, check_answers
from engine.work.events import WorkItemCompleted
from engine.work.item import ItemAtHand, load_item
from engine.work.rights import Capacity, check_complete, refuse_unseen
from engine.work.tables import work_items
from engine.work.view import item_view


@dataclass(frozen=True, slots=True)
class CompleteWorkItem(Command):
    """Complete a claimed work item. `if_version` refuses when the item changed since it was read."""

    permission: ClassVar[str] = "work:complete"
    work_item_id: str
    data: Mapping[str, Any] = field(default_factory=dict)
    decision: str | None = None
    opinion: str | None = None
    if_version: int | None = None


def complete(command: CompleteWorkItem, ctx: Context) -> Mapping[str, Any]:
    """Returns {work_item, case, opened: [work items]}.

    Raises NotFound, Forbidden (`not-claimed-by-you`, `role-required`, `separation-of-duties`), Conflict, StaleVersion,
    InvalidInput (`form-invalid`, with paths), and what the process raises (located).
    """
    at = load_item(ctx, command.work_item_id)
    refuse_unseen(ctx, at.item)
    capacity = check_complete(ctx, at)
    refuse_stale(at, command.if_version)
    answers = check_answers(ctx, at, command.data, command.decision, command.opinion)
    done = _write(ctx, at, answers)
    case = loaded(ctx, at.case)
    advance(ctx, case, _move(case, at, answers, capacity))
    ctx.emit(WorkItemCompleted(at.id, case.id, at.item["element"], answers.decision))
    names = department_names(ctx)
    opened = ctx.changes.rows_inserted(work_items)
    return {
        "work_item": item_view(ctx, {**at.item, **done, "version": at.item["version"] + 1}, names=names),
        "case": case_view(ctx, case.row),
        "opened": [item_view(ctx, row, names=names) for row in opened if row["state"] == "ready"],
    }


def refuse_stale(at: ItemAtHand, if_version: int | None) -> None:
    """Raise StaleVersion when the item has another version than the asker has seen."""
    if if_version is not None and if_version != at.item["version"]:
        raise StaleVersion(
            "This work item has changed since you opened it; load it again.",
            version=at.item["version"],
            expected=if_version,
        )


def _write(ctx: Context, at: ItemAtHand, answers: Answers) -> dict[str, Any]:
    item = at.item
    done = {
        "state": "completed",
        "completed_at": ctx.now,
        "completed_by": ctx.actor.user_id,
        "completed_by_name": ctx.actor.name,
        "decision": answers.decision,
        "opinion": answers.opinion,
        "draft": None,
    }
    ctx.changes.update(work_items, at.id, done, expect_version=item["version"])
    return done


def _move(case: LoadedCase, at: ItemAtHand, answers: Answers, capacity: Capacity) -> Move:
    # only what the process reads becomes variables; the event keeps everything that was filled in
    told = {name: value for name, value in answers.data.items() if name in case.program.reads}
    return Move(
        inputs.Complete(at.item["act"], told),
        "work:completed",
        at.item["element"],
        at.item["act"],
        data={"work_item": at.id, "form": at.item["form"], "data": dict(answers.data)},
        capacity=capacity.as_dict(),
    )
