"""Materials (申请材料): what was handed in, once per content. One file may serve several items and several cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import select

from engine.cases.loaded import keep_state, know_head
from engine.cases.sight import refuse_unseen
from engine.cases.status import refuse_unless_active
from engine.cases.tables import cases
from engine.dispatch import Command, Context
from engine.documents.tables import material_contents, materials
from engine.kernel.errors import FieldError, InvalidInput, LimitExceeded, NotFound
from engine.store.canonical import sha256_hex

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file."""
MOST: Final = 100
SOURCES: Final = ("upload", "e-licence", "data-query", "generated", "promise")


@dataclass(frozen=True, slots=True)
class Material:
    """One material as handed in. `content` None: promised for later, or fetched by the platform."""

    key: str
    title: str
    source: str = "upload"
    file_name: str | None = None
    media_type: str | None = None
    content: bytes | None = field(default=None, repr=False)
    shared_by: tuple[str, ...] = ()
    promised_by: date | None = None


@dataclass(frozen=True, slots=True)
class AddMaterial(Command):
    """Add a material to a case, or replace what was promised or handed in under that key."""

    permission: ClassVar[str] = "case:material"
    case_id: str
    material: Material


def add_material(command: AddMaterial, ctx: Context) -> dict[str, Any]:
    """Returns {key, sha256, size}. Raises NotFound, Conflict for an ended case, InvalidInput, LimitExceeded."""
    row = ctx.db.execute(select(cases).where(cases.c.id == command.case_id)).mappings().first()
    if row is None:
        raise NotFound("There is no such case.", code="case-unknown")
    refuse_unseen(ctx, row)
    refuse_unless_active(row["number"], row["status"])
    know_head(ctx, row)
    held = select(materials.c.key).where(materials.c.case_id == row["id"])
    known = set(ctx.db.execute(held).scalars())
    if command.material.key not in known and len(known) >= MOST:
        raise LimitExceeded(f"A case holds at most {MOST} materials.", code="too-many-materials")
    told = keep_materials(ctx, row["id"], [command.material], known=known)
    ctx.record(row["id"], "case:material_added", data=told[0])
    keep_state(ctx, row)
    return told[0]


def keep_materials(
    ctx: Context, case_id: str, handed_in: Iterable[Material], *, known: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Store materials of a case; `known` are keys it has already. Returns [{key, sha256, size}]."""
    told = []
    for position, material in enumerate(handed_in):
        _check(material, f"materials.{position}")
        digest = _keep_content(ctx, material.content) if material.content is not None else None
        size = len(material.content) if material.content is not None else None
        row = {
            "title": material.title,
            "source": material.source,
            "shared_by": list(material.shared_by),
            "file_name": material.file_name,
            "media_type": material.media_type,
            "size": size,
            "sha256": digest,
            "promised_by": material.promised_by,
            "received_at": ctx.now,
            "received_from": ctx.actor.user_id,
        }
        if material.key in known:
            ctx.changes.update(materials, (case_id, material.key), row)
        else:
            ctx.changes.insert(materials, {"case_id": case_id, "key": material.key, **row})
        told.append({"key": material.key, "sha256": digest, "size": size})
    return told


def _keep_content(ctx: Context, content: bytes) -> str:
    digest = sha256_hex(content)
    if ctx.changes.inserted(material_contents, digest) is not None:
        return digest
    stored = select(material_contents.c.sha256).where(material_contents.c.sha256 == digest)
    if ctx.db.execute(stored).first() is None:
        row: Mapping[str, Any] = {"sha256": digest, "size": len(content), "content": content}
        ctx.changes.insert(material_contents, row)
    return digest


def _check(material: Material, path: str) -> None:
    errors = []
    if not material.key or len(material.key) > 80:
        errors.append(FieldError(f"{path}.key", "Name the material (at most 80 characters).", "required"))
    if material.source not in SOURCES:
        errors.append(FieldError(f"{path}.source", f"Use one of: {', '.join(SOURCES)}.", "invalid-choice"))
    if material.content is None and material.source == "upload":
        errors.append(FieldError(f"{path}.content_base64", "The file is missing.", "required"))
    for name, value, most in (("file_name", material.file_name, 255), ("media_type", material.media_type, 120)):
        if value is not None and len(value) > most:
            errors.append(FieldError(f"{path}.{name}", f"At most {most} characters.", "too-long"))
    if errors:
        raise InvalidInput("A material cannot be taken like this.", errors)
    if material.content is not None and len(material.content) > LARGEST:
        raise LimitExceeded(
            f"A file may have {LARGEST // 1024 // 1024} MB; {material.file_name or material.key} is larger.",
            code="material-too-large",
        )
