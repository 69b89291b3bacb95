"""Inboxes: a department's, and mine."""

from typing import Any

from api.http.exchange import ask
from api.http.pages import opened, paged
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.work_item import InboxCountsQuery, InboxCountsSchema, InboxQuery, WorkItemSchema
from engine.work.counts import InboxCounts
from engine.work.filters import Narrowed
from engine.work.inbox import DepartmentInbox, MyInbox

resource = Resource("inbox", "Inboxes, most urgent first")


@resource.get("/departments/<code>/inbox", query=InboxQuery, answers=page_of(WorkItemSchema))
def department_inbox(query: dict[str, Any], code: str) -> Any:
    """The inbox of a department that I belong to: red, yellow, green channel, due date."""
    return paged(ask(DepartmentInbox(code, Narrowed(**opened(query)))))


@resource.get("/inbox", query=InboxQuery, answers=page_of(WorkItemSchema))
def my_inbox(query: dict[str, Any]) -> Any:
    """Mine: what I claimed, and the pools that I may draw from."""
    return paged(ask(MyInbox(Narrowed(**opened(query)))))


@resource.get("/inbox/counts", query=InboxCountsQuery, answers=InboxCountsSchema)
def inbox_counts(query: dict[str, Any]) -> Any:
    """How much there is, by light, item, stage and state: mine, or of a department that I belong to."""
    return ask(InboxCounts(**query))
