"""One work item, and what a person does with it."""

from typing import Any

from api.http.etag import expected_version, require_version
from api.http.exchange import ask, execute
from api.http.language import language
from api.http.routes import Resource
from api.schemas.work_item import AnswerSchema, DraftSavedSchema, WorkItemSchema
from api.schemas.work_item_page import CompletedSchema, WorkItemDetailSchema
from engine.documents.queries import CaseMaterials
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem
from engine.work.draft import SaveDraft
from engine.work.page import GetWorkItem
from engine.work.release import ReleaseWorkItem

resource = Resource("work-items", "Work items and their verbs")
_VERB: dict[str, Any] = {"idempotent": True, "guarded": True}


@resource.get("/work-items/<work_item_id>", answers=WorkItemDetailSchema, versioned=True)
def work_item(work_item_id: str) -> Any:
    """With form, data visible to me, allowed actions and, for refused ones, the reason."""
    page = ask(GetWorkItem(work_item_id, locale=language()))
    return {**page, "materials": ask(CaseMaterials(page["case_id"]))}


@resource.post("/work-items/<work_item_id>/claim", answers=WorkItemSchema, versioned=True, **_VERB)
def claim(work_item_id: str) -> Any:
    """Claim; 409 when somebody else has it."""
    _refuse_stale(work_item_id)
    return execute(ClaimWorkItem(work_item_id))


@resource.post("/work-items/<work_item_id>/release", answers=WorkItemSchema, versioned=True, **_VERB)
def release(work_item_id: str) -> Any:
    """Give it back to the pool."""
    _refuse_stale(work_item_id)
    return execute(ReleaseWorkItem(work_item_id))


@resource.post("/work-items/<work_item_id>/completion", body=AnswerSchema, answers=CompletedSchema, **_VERB)
def complete(body: dict[str, Any], work_item_id: str) -> Any:
    """Complete with data, opinion and decision; 422 names each invalid field and keeps the draft."""
    return execute(CompleteWorkItem(work_item_id, if_version=expected_version(), **body))


@resource.post("/work-items/<work_item_id>/draft", body=AnswerSchema, answers=DraftSavedSchema)
def save_draft(body: dict[str, Any], work_item_id: str) -> Any:
    """Keep what was entered so far; nothing is checked yet."""
    return execute(SaveDraft(work_item_id, **body))


@resource.operation("PUT", "/work-items/<work_item_id>/draft", body=AnswerSchema, answers=DraftSavedSchema)
def replace_draft(body: dict[str, Any], work_item_id: str) -> Any:
    """The same as POST, for clients that save by PUT."""
    return execute(SaveDraft(work_item_id, **body))


def _refuse_stale(work_item_id: str) -> None:
    # Claim and release are decided by the state they find, inside the transaction; the header only catches an old page
    if expected_version() is not None:
        require_version(ask(GetWorkItem(work_item_id))["version"])
