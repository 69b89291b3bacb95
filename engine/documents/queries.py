"""Reading papers, licences and materials of a case, and the public check of a licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.cases.applicant import masked_name
from engine.cases.queries import read_case
from engine.cases.tables import cases
from engine.dispatch import PUBLIC, Query, ReadContext
from engine.documents.licence import CODE_LENGTH, VALID
from engine.documents.tables import licences, material_contents, materials, papers
from engine.identity.tables import departments
from engine.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class CaseMaterials(Query):
    """What was handed in for a case."""

    permission: ClassVar[str] = "case:read"
    case_id: str


@dataclass(frozen=True, slots=True)
class GetMaterial(Query):
    """The bytes of one material."""

    permission: ClassVar[str] = "case:read"
    case_id: str
    key: str


@dataclass(frozen=True, slots=True)
class CaseDocuments(Query):
    """What was handed out in a case: papers and licences."""

    permission: ClassVar[str] = "case:read"
    case_id: str


@dataclass(frozen=True, slots=True)
class VerifyLicence(Query):
    """Is this licence genuine and in force? Open to everyone who holds its verification code."""

    permission: ClassVar[str] = PUBLIC
    code: str


_LISTED = (
    *("key", "title", "source", "shared_by", "file_name", "media_type"),
    *("size", "sha256", "promised", "received_at"),
)


def case_materials(query: CaseMaterials, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{key, title, source, shared_by, file_name, media_type, size, sha256, promised, received_at}]`."""
    read_case(ctx, query.case_id)
    return materials_of(ctx, query.case_id)


def materials_of(ctx: ReadContext, case_id: str) -> list[dict[str, Any]]:
    """The same without asking who looks."""
    wanted = select(*(materials.c[name] for name in _LISTED)).where(materials.c.case_id == case_id)
    return [dict(row) for row in ctx.db.execute(wanted.order_by(materials.c.key)).mappings()]


def get_material(query: GetMaterial, ctx: ReadContext) -> dict[str, Any]:
    """`{file_name, media_type, sha256, content}`. Raises NotFound when there is no such file (yet)."""
    read_case(ctx, query.case_id)
    row = ctx.db.execute(
        select(materials.c.file_name, materials.c.media_type, materials.c.sha256, material_contents.c.content)
        .join(material_contents, material_contents.c.sha256 == materials.c.sha256)
        .where(materials.c.case_id == query.case_id, materials.c.key == query.key)
    ).first()
    if row is None:
        raise NotFound("There is no such material.", code="material-unknown")
    return {**row._mapping, "content": bytes(row.content)}


def case_documents(query: CaseDocuments, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{id, kind, number, title, text, item_code, issued_on, verification_code, status, valid_until}]` by date."""
    read_case(ctx, query.case_id)
    issued = ctx.db.execute(select(papers).where(papers.c.case_id == query.case_id)).mappings()
    told = [_paper(dict(row)) for row in issued] + licences_of(ctx, query.case_id)
    return sorted(told, key=lambda each: (each["issued_on"], each["kind"], each["number"]))


def licences_of(ctx: ReadContext, case_id: str) -> list[dict[str, Any]]:
    """The licences of a case in the shape of documents."""
    wanted = select(licences).where(licences.c.case_id == case_id).order_by(licences.c.number)
    return licence_views([dict(row) for row in ctx.db.execute(wanted).mappings()])


def licence_views(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of licences in the shape of documents."""
    return [
        {
            "id": row["number"],
            "kind": "licence",
            "number": row["number"],
            "title": row["kind"],
            "text": None,
            "item_code": row["item_code"],
            "issued_on": row["issued_on"],
            "valid_until": row["valid_until"],
            "status": row["status"],
            "verification_code": row["verification_code"],
        }
        for row in rows
    ]


def verify_licence(query: VerifyLicence, ctx: ReadContext) -> dict[str, Any]:
    """`{genuine, in_force, licence | None}`. An unknown code is an answer, not an error."""
    row = None
    if len(query.code) == CODE_LENGTH:
        held = select(licences, cases.c.applicant_kind, departments.c.name.label("issuer_name"))
        held = held.join(cases, cases.c.id == licences.c.case_id)
        held = held.join(departments, departments.c.code == licences.c.issuer, isouter=True)
        row = ctx.db.execute(held.where(licences.c.verification_code == query.code)).mappings().first()
    if row is None:
        return {"genuine": False, "in_force": False, "licence": None}
    until = row["valid_until"]
    in_force = row["status"] == VALID and (until is None or ctx.today <= until)
    return {
        "genuine": True,
        "in_force": in_force,
        "licence": {
            "number": row["number"],
            "kind": row["kind"],
            "holder": masked_name(row["applicant_kind"], row["holder_name"]),
            "issued_on": row["issued_on"],
            "valid_until": until,
            "status": row["status"],
            "issuer": row["issuer_name"] or row["issuer"],
        },
    }


def _paper(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("id", "kind", "number", "title", "text", "item_code", "issued_on")
    return {
        **{name: row[name] for name in kept},
        "valid_until": None,
        "status": None,
        "verification_code": None,
    }
