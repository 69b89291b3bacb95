"""Materials that were handed in and documents that the case produced."""

from typing import Any

from flask import Response

from api.http.content import delivered
from api.http.exchange import ask, execute
from api.http.pages import whole
from api.http.routes import MIB, Resource
from api.schemas.base import page_of
from api.schemas.material import DocumentSchema, MaterialInputSchema, MaterialSchema
from engine.documents.add_material import AddMaterial
from engine.documents.queries import CaseDocuments, CaseMaterials, GetMaterial

resource = Resource("case-files", "Materials and documents of a case")


@resource.get("/cases/<case_id>/materials", answers=page_of(MaterialSchema))
def materials(case_id: str) -> Any:
    """What was handed in, each once."""
    return whole(ask(CaseMaterials(case_id)))


@resource.post(
    "/cases/<case_id>/materials",
    body=MaterialInputSchema,
    answers=MaterialSchema,
    status=201,
    idempotent=True,
    largest=32 * MIB,
)
def add_material(body: dict[str, Any], case_id: str) -> Any:
    """Hand in one more material."""
    return execute(AddMaterial(case_id=case_id, **body))


@resource.get("/cases/<case_id>/materials/<key>", media_type="application/octet-stream")
def material(case_id: str, key: str) -> Response:
    """The content of one material."""
    found = ask(GetMaterial(case_id, key))
    return delivered(found["content"], found["media_type"], found["file_name"])


@resource.get("/cases/<case_id>/documents", answers=page_of(DocumentSchema))
def documents(case_id: str) -> Any:
    """Licences, notices and receipts of the case."""
    return whole(ask(CaseDocuments(case_id)))
