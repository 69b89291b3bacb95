"""Wires work items: they follow what happens to cases, and people claim, release, draft and complete them."""

from engine.cases.events import CaseAccepted, CaseStatusChanged, WorkClosed, WorkOpened
from engine.dispatch import Registry, Services
from engine.work.claim import ClaimWorkItem, claim
from engine.work.close import close, mark_stopped, start_clocks
from engine.work.complete import CompleteWorkItem, complete
from engine.work.counts import InboxCounts, inbox_counts
from engine.work.draft import SaveDraft, save_draft
from engine.work.inbox import DepartmentInbox, MyInbox, department_inbox, my_inbox
from engine.work.offer import offer
from engine.work.page import GetWorkItem, get_work_item
from engine.work.release import ReleaseWorkItem, release


def wire(registry: Registry, services: Services) -> None:
    """Register every verb, query and subscription of work."""
    registry.on(WorkOpened, offer)
    registry.on(WorkClosed, close)
    registry.on(CaseAccepted, start_clocks)
    registry.on(CaseStatusChanged, mark_stopped)
    registry.command(ClaimWorkItem, claim)
    registry.command(ReleaseWorkItem, release)
    registry.command(CompleteWorkItem, complete)
    registry.command(SaveDraft, save_draft)
    registry.query(DepartmentInbox, department_inbox)
    registry.query(MyInbox, my_inbox)
    registry.query(InboxCounts, inbox_counts)
    registry.query(GetWorkItem, get_work_item)
