"""The page of a work item: its form and draft, what the applicant stated, earlier opinions, and what may be done.

What the applicant stated is cut to the items this department handles and to its role, and masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import or_, select

from engine.cases.application import form_of_case
from engine.cases.view import case_view
from engine.dispatch import Query, ReadContext
from engine.expressions import to_plain_json
from engine.forms import Form, as_view, mask_data, project
from engine.history.filled_in import recorded_answers
from engine.history.log import completion_of
from engine.identity.department_names import department_names
from engine.work.answers import application_data, task_form
from engine.work.item import ItemAtHand, load_item
from engine.work.rights import actions, refuse_unseen
from engine.work.tables import work_items
from engine.work.view import item_view


@dataclass(frozen=True, slots=True)
class GetWorkItem(Query):
    """One work item with everything its page needs; `locale` chooses the language of forms."""

    permission: ClassVar[str] = "work:read"
    snapshot: ClassVar[bool] = True
    work_item_id: str
    locale: str = "zh-CN"


def get_work_item(query: GetWorkItem, ctx: ReadContext) -> dict[str, Any]:
    """The work item of a list and: form, data, draft, application {form, data}, case, opinions, decisions,
    allowed_actions, refused_actions {action: reason}. Raises NotFound.
    """
    at = load_item(ctx, query.work_item_id)
    refuse_unseen(ctx, at.item)
    names = department_names(ctx)
    form = task_form(ctx, at)
    allowed, refused = actions(ctx, at)
    return {
        **item_view(ctx, at.item, names=names),
        "form_key": at.item["form"],
        "form": as_view(form, query.locale, role=at.item["role"]) if form else None,
        "data": _filled(ctx, at),
        "draft": at.item["draft"],
        "application": _application(ctx, at, query.locale),
        "case": case_view(ctx, at.case),
        "opinions": opinions_of(ctx, at.case["id"], names),
        "decisions": _decisions(form, query.locale),
        "allowed_actions": allowed,
        "refused_actions": refused,
    }


def opinions_of(ctx: ReadContext, case_id: str, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Opinions given in a case so far, in order of time."""
    spoken = or_(work_items.c.decision.is_not(None), work_items.c.opinion.is_not(None))
    rows = ctx.db.execute(
        select(
            *(
                work_items.c[name]
                for name in ("act", "element", "name", "item_code", "department", "decision", "opinion")
            ),
            work_items.c.completed_by_name.label("user_name"),
            work_items.c.completed_at.label("at"),
        )
        .where(work_items.c.case_id == case_id, spoken)
        .order_by(work_items.c.completed_at, work_items.c.act)
    )
    return [{**row, "department_name": names.get(row["department"])} for row in rows.mappings()]


def _filled(ctx: ReadContext, at: ItemAtHand) -> dict[str, Any]:
    """What was filled in at this item, once it is completed."""
    if at.item["state"] != "completed":
        return {}
    data = recorded_answers(completion_of(ctx.db, at.case["id"], at.item["act"]))
    form = task_form(ctx, at)
    # decision and opinion are of the desk; the rest is shown as the form knows it
    told = {name: data[name] for name in ("decision", "opinion") if name in data}
    return dict(to_plain_json({**(mask_data(form.fields, data) if form else {}), **told}))


def _application(ctx: ReadContext, at: ItemAtHand, locale: str) -> dict[str, Any] | None:
    form = form_of_case(ctx, at.case)
    if form is None:
        return None
    items = [at.item["item_code"]] if at.item["item_code"] in at.case["members"] else None
    seen = project(form, items=items, role=at.item["role"])
    data = mask_data(seen.fields, application_data(ctx, at.case["id"]))
    return {"form": as_view(seen, locale), "data": to_plain_json(data)}


def _decisions(form: Form | None, locale: str) -> list[dict[str, str]]:
    """The values that the field `decision` of a form offers."""
    field = next((each for each in form.fields if each.key == "decision"), None) if form else None
    if field is None:
        return []
    return [{"value": option.value, "title": option.title.text(locale)} for option in field.options]
