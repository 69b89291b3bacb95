"""The page of a case: the brief, its items, open work items and licences; and its progress in the applicant's words."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from engine.cases.queries import CaseProgress, GetCase, read_case
from engine.cases.view import case_view, members_view
from engine.dispatch import Context, ReadContext
from engine.documents.queries import licence_views, licences_of
from engine.documents.tables import licences
from engine.identity.department_names import department_names
from engine.work.model import OPEN
from engine.work.tables import work_items
from engine.work.view import item_view

_PROGRESS: Final = {"completed": "done", "claimed": "running", "ready": "waiting", "cancelled": "cancelled"}


def get_case(query: GetCase, ctx: ReadContext) -> dict[str, Any]:
    """`case_view` with members, work_items (open), licences. Raises NotFound."""
    return case_page(ctx, read_case(ctx, query.case_id))


def case_page(ctx: ReadContext, row: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a row that was read already."""
    open_items = ctx.db.execute(
        select(work_items)
        .where(work_items.c.case_id == row["id"], work_items.c.state.in_(OPEN))
        .order_by(work_items.c.opened_at, work_items.c.id)
    ).mappings()
    return _page(ctx, row, [dict(item) for item in open_items], licences_of(ctx, row["id"]))


def page_of_new_case(ctx: Context, row: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a case that this command begins: out of what it is about to write, so nothing has to be read."""
    written = [item for item in ctx.changes.rows_inserted(work_items) if item["case_id"] == row["id"]]
    items = sorted((item for item in written if item["state"] in OPEN), key=lambda item: str(item["id"]))
    issued = [each for each in ctx.changes.rows_inserted(licences) if each["case_id"] == row["id"]]
    return _page(ctx, row, items, licence_views(sorted(issued, key=lambda each: str(each["number"]))))


def _page(
    ctx: ReadContext, row: Mapping[str, Any], items: list[dict[str, Any]], issued: list[dict[str, Any]]
) -> dict[str, Any]:
    names = department_names(ctx)
    members = members_view(ctx, row)
    return {
        **case_view(ctx, row),
        "department_name": names.get(row["department"]),
        "members": [{**member, "department_name": names.get(member["department"])} for member in members],
        "work_items": [item_view(ctx, item, names=names) for item in items],
        "licences": issued,
    }


def case_progress(query: CaseProgress, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{stage, item, name, department, department_name, state, since, until}]`, in order of opening. Raises NotFound.

    `until` is when a step was done, or else when it is due.
    """
    read_case(ctx, query.case_id)
    names = department_names(ctx)
    rows = ctx.db.execute(
        select(work_items)
        .where(work_items.c.case_id == query.case_id)
        .order_by(work_items.c.opened_at, work_items.c.id)
    ).mappings()
    return [
        {
            "stage": row["stage"],
            "item": row["item_code"],
            "name": row["name"],
            "department": row["department"],
            "department_name": names.get(row["department"]),
            "state": _PROGRESS[row["state"]],
            "round": row["round"],
            "since": row["opened_at"],
            "until": row["completed_at"] or row["due_promise"],
        }
        for row in rows
    ]
