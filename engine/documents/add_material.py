"""Materials (申请材料): what was handed in, once per content. One file may serve several items and several cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Protocol

from sqlalchemy import select

from engine.cases.application import form_of_case
from engine.cases.capacity import place_of
from engine.cases.loaded import keep_state, know_head
from engine.cases.queries import read_case
from engine.cases.status import refuse_unless_active
from engine.dispatch import Command, Context
from engine.documents.tables import material_contents, materials
from engine.forms import Form
from engine.kernel.errors import FieldError, Forbidden, InvalidInput, LimitExceeded
from engine.store.canonical import sha256_hex

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file."""
MOST: Final = 100
RECORDED: Final = ("key", "title", "source", "file_name", "media_type", "size", "sha256", "promised")
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
    promised: bool = False


@dataclass(frozen=True, slots=True)
class AddMaterial(Command):
    """Hand in a material, or replace what was promised or handed in under that key.

    Without content it is a promise to bring it later (`promise`). The form of the case gives title and sharing; `title`
    is for what it does not list, such as the file of a step's form.
    """

    permission: ClassVar[str] = "case:material"
    case_id: str
    key: str
    file_name: str | None = None
    media_type: str | None = None
    content: bytes | None = field(default=None, repr=False)
    promise: bool = False
    title: str | None = None


def add_material(command: AddMaterial, ctx: Context) -> dict[str, Any]:
    """Returns the material as listed. Raises NotFound, Conflict for an ended case, InvalidInput, LimitExceeded, Forbidden
    (`material-of-another`).
    """
    row = read_case(ctx, command.case_id)
    refuse_unless_active(row["number"], row["status"])
    know_head(ctx, row)
    held = select(materials.c.key, materials.c.received_from).where(materials.c.case_id == row["id"])
    known: dict[str, str] = dict(ctx.db.execute(held).all())
    if command.key not in known and len(known) >= MOST:
        raise LimitExceeded(f"A case holds at most {MOST} materials.", code="too-many-materials")
    form = form_of_case(ctx, row)
    _refuse_anothers(ctx, form, command.key, known.get(command.key))
    kept = keep_materials(ctx, row["id"], [described(form, command)], known=known, path=None)[0]
    ctx.record(
        row["id"],
        "case:material_added",
        data={name: kept[name] for name in RECORDED},
        capacity=place_of(ctx.actor),
    )
    keep_state(ctx, row)
    return kept


def _refuse_anothers(ctx: Context, form: Form | None, key: str, giver: str | None) -> None:
    """An applicant replaces what the form lists, and their own; not the file that an office put into a step's form."""
    listed = form is not None and any(each.key == key for each in form.materials)
    if giver in (None, ctx.actor.user_id) or listed or ctx.actor.is_system or ctx.actor.may("work:complete"):
        return
    raise Forbidden(
        f"The material {key!r} was handed in by somebody else; use another key.", code="material-of-another"
    )


class HandedIn(Protocol):
    """What a person hands in: a file under a key, or a promise."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def file_name(self) -> str | None: ...
    @property
    def media_type(self) -> str | None: ...
    @property
    def content(self) -> bytes | None: ...
    @property
    def promise(self) -> bool: ...


def described(form: Form | None, given: HandedIn) -> Material:
    """What was handed in, with title and sharing as the form lists it; an unlisted one goes by its own title or key."""
    listed = next((each for each in form.materials if each.key == given.key), None) if form else None
    return Material(
        key=given.key,
        title=listed.title.zh if listed else given.title or given.key,
        source="promise" if given.promise and given.content is None else "upload",
        file_name=given.file_name,
        media_type=given.media_type,
        content=given.content,
        shared_by=listed.shared_by if listed else (),
        promised=given.promise and given.content is None,
    )


def keep_materials(
    ctx: Context,
    case_id: str,
    handed_in: Iterable[Material],
    *,
    known: Iterable[str] = (),
    path: str | None = "materials",
) -> list[dict[str, Any]]:
    """Store materials of a case; `known` are keys it has already. Returns them as listed.

    `path` is where errors are located; None for a single material at the root of the request.
    """
    told = []
    for position, material in enumerate(handed_in):
        _check(material, f"{path}.{position}." if path else "")
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
            "promised": material.promised,
            "received_at": ctx.now,
            "received_from": ctx.actor.user_id,
        }
        if material.key in known:
            ctx.changes.update(materials, (case_id, material.key), row)
        else:
            ctx.changes.insert(materials, {"case_id": case_id, "key": material.key, **row})
        listed = {name: value for name, value in row.items() if name != "received_from"}
        told.append({"key": material.key, **listed})
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
        errors.append(FieldError(f"{path}key", "Name the material (at most 80 characters).", "required"))
    if material.source not in SOURCES:
        errors.append(FieldError(f"{path}source", f"Use one of: {', '.join(SOURCES)}.", "invalid-choice"))
    if material.content is None and material.source == "upload":
        errors.append(FieldError(f"{path}content_base64", "The file is missing.", "required"))
    for name, value, most in (
        ("title", material.title, 200),
        ("file_name", material.file_name, 255),
        ("media_type", material.media_type, 120),
    ):
        if value is not None and len(value) > most:
            errors.append(FieldError(f"{path}{name}", f"At most {most} characters.", "too-long"))
    if errors:
        raise InvalidInput("A material cannot be taken like this.", errors)
    if material.content is not None and len(material.content) > LARGEST:
        raise LimitExceeded(
            f"A file may have {LARGEST // 1024 // 1024} MB; {material.file_name or material.key} is larger.",
            code="material-too-large",
        )
