"""Apply (申请): from what somebody wants to a running case. One form, one set of materials, one case.

The form is checked whole. Missing materials do not stop an application: it must be received and answered with one
complete notice (行政许可法 art. 32), so they are flagged for whoever examines it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select

from engine.cases.applicant import Applicant, read_applicant
from engine.cases.application import bundle_form_name
from engine.cases.form_scope import form_scope
from engine.cases.members import Members, new_member
from engine.cases.opening import Opening
from engine.cases.start import StartCase, open_case
from engine.cases.tables import regions
from engine.catalogue.case_page import page_of_new_case
from engine.catalogue.queries import merged_form
from engine.catalogue.shelf import Published, bundle_of, item_of
from engine.definitions.programs import Programs
from engine.dispatch import CHANNELS, Context
from engine.documents.add_material import MOST, AddMaterial, Material, described, keep_materials
from engine.documents.files import as_stored
from engine.forms import Form, named_files, project, refuse_files, settle_files, validate
from engine.forms.identifiers import check_project_code
from engine.kernel.errors import FieldError, InvalidInput, LimitExceeded

MISSING: Final = "material-missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an application asks for, resolved: the form to check it against and what opens the case."""

    definition: str
    title: Mapping[str, str]
    members: Members
    form: Form | None = None
    form_name: str | None = None
    department: str | None = None
    stage: str | None = None
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Given:
    """One material of the application."""

    key: str
    title: str | None = None
    file_name: str | None = None
    media_type: str | None = None
    content: bytes | None = None
    promise: bool = False


def start(command: StartCase, ctx: Context) -> dict[str, Any]:
    """Returns the page of the new case. Raises InvalidInput (paths under applicant, data, materials), NotFound."""
    _one_of(command)
    applicant = read_applicant(command.applicant)
    wanted = _resolve(command, ctx)
    handed_in = _materials(wanted.form, command.materials)
    data = _checked_data(ctx, wanted, command, applicant, handed_in)
    _flag_missing(wanted, handed_in)
    opening = Opening(
        definition=wanted.definition,
        region=ctx.actor.region or _only_region(ctx),
        title=wanted.title,
        members=wanted.members,
        applicant=applicant,
        channel=_channel(command.channel),
        item=command.item,
        bundle=command.bundle,
        department=wanted.department,
        stage=wanted.stage,
        form=wanted.form_name,
        project_code=check_project_code(command.project_code) if command.project_code else None,
        priority=wanted.priority,
        data=data,
        variables=_limits(wanted.members),
    )
    case = open_case(ctx, opening)
    keep_materials(ctx, case.id, handed_in)
    return page_of_new_case(ctx, case.row)


def _one_of(command: StartCase) -> None:
    named = [name for name in ("item", "bundle", "definition") if getattr(command, name)]
    if len(named) != 1:
        message = "Apply for exactly one of item, bundle and definition."
        raise InvalidInput(message, [FieldError("item", message, "one-of")])


def _resolve(command: StartCase, ctx: Context) -> Wanted:
    if command.item:
        return _item(ctx, command.item)
    if command.bundle:
        return _bundle(ctx, command.bundle, command.data)
    definition = command.definition or ""
    title = {"zh-CN": definition, "en": definition}
    return Wanted(definition, title, {definition: new_member(definition, title, "")})


def _item(ctx: Context, code: str) -> Wanted:
    published = item_of(ctx, code)
    item = published.item
    form = ctx.services[Programs].newest_form(ctx.db, item.form) if item.form else None
    return Wanted(
        definition=item.definition,
        title=item.name,
        members={code: _member(published)},
        form=form,
        form_name=item.form,
        department=item.department,
        stage=item.stage,
        priority=0 if item.green_channel else 1,
    )


def _bundle(ctx: Context, key: str, data: Mapping[str, Any]) -> Wanted:
    bundle = bundle_of(ctx, key)
    merged = merged_form(ctx, bundle)
    stated = {**{field.key: field.default for field in merged.fields}, **data}
    chosen = [part for part in bundle.items if part.chosen_by is None or stated.get(part.chosen_by) is True]
    return Wanted(
        definition=bundle.definition,
        title=bundle.name,
        members={part.item: _member(item_of(ctx, part.item), place) for place, part in enumerate(chosen)},
        form=_for_chosen(merged, [part.item for part in chosen], [p.chosen_by for p in bundle.items]),
        form_name=bundle_form_name({part.item: part.form for part in bundle.items}),
        department=bundle.department,
        stage=bundle.stage,
    )


def _for_chosen(form: Form, chosen: Sequence[str], choosers: Iterable[str | None]) -> Form:
    """The form of the chosen items; the fields that choose are always there, or nobody could leave an item out."""
    part = project(form, items=chosen)
    kept = {field.key for field in part.fields}
    always = tuple(field for field in form.fields if field.key in set(choosers) - kept)
    return Form(
        key=part.key,
        title=part.title,
        fields=part.fields + always,
        materials=part.materials,
        sections=part.sections,
        flow=part.flow,
        context=tuple(name for name in part.context if name not in {field.key for field in always}),
    )


def _member(published: Published, place: int = 0) -> dict[str, Any]:
    item = published.item
    return new_member(
        item.code,
        item.name,
        item.department,
        promise_days=item.promise_days,
        legal_days=item.legal_days,
        version=published.version,
        place=place,
        licence=item.licence,
    )


def _checked_data(
    ctx: Context, wanted: Wanted, command: StartCase, applicant: Applicant, handed_in: Iterable[Material]
) -> dict[str, Any]:
    if wanted.form is None:
        return dict(command.data)
    stated = {
        "channel": command.channel,
        "project_code": command.project_code,
        "applicant_kind": applicant.kind,
    }
    scope = form_scope(stated, ctx.today, items=wanted.members, item=command.item, stage=wanted.stage)
    found = validate(wanted.form, command.data, scope=scope)
    return replace(
        found, errors=(*found.errors, *_file_errors(ctx, wanted.form, found.data, handed_in))
    ).checked()


def _file_errors(
    ctx: Context, form: Form, data: dict[str, Any], handed_in: Iterable[Material]
) -> list[FieldError]:
    """What is wrong with the files that the answers name: each must have come with this very application."""
    named = named_files(form, data)
    if not named or not ctx.actor.may(AddMaterial.permission):
        return refuse_files(named)
    keys = {each.key for each in named}
    brought = [each for each in handed_in if each.key in keys and each.content is not None]
    return settle_files(named, {each.key: as_stored(each) for each in brought})


def _materials(form: Form | None, given: Iterable[Mapping[str, Any]]) -> list[Material]:
    handed_in = [Given(**material) for material in given]
    if len(handed_in) > MOST:
        raise LimitExceeded(f"A case holds at most {MOST} materials.", code="too-many-materials")
    keys = [material.key for material in handed_in]
    if len(set(keys)) != len(keys):
        message = "Each material is handed in once."
        raise InvalidInput(message, [FieldError("materials", message, "duplicate")])
    return [described(form, material) for material in handed_in]


def _flag_missing(wanted: Wanted, handed_in: Iterable[Material]) -> None:
    present = {material.key for material in handed_in}
    for material in wanted.form.materials if wanted.form else ():
        if material.necessity == "required" and material.source == "upload" and material.key not in present:
            for code, member in wanted.members.items():
                if not material.shared_by or code in material.shared_by:
                    member["flags"] = sorted({*member["flags"], MISSING})


def _limits(members: Members) -> dict[str, Any]:
    promises = [m["promise_days"] for m in members.values() if m["promise_days"] is not None]
    legal = [m["legal_days"] for m in members.values() if m["legal_days"] is not None]
    return {
        "limit": max(promises, default=None),
        "legal_limit": max(legal, default=None),
        "items": list(members),
    }


def _channel(channel: str) -> str:
    if channel not in CHANNELS:
        message = f"Use one of: {', '.join(CHANNELS)}."
        raise InvalidInput(message, [FieldError("channel", message, "invalid-choice")])
    return channel


def _only_region(ctx: Context) -> str:
    found = list(ctx.db.execute(select(regions.c.code).limit(2)).scalars())
    if len(found) != 1:
        raise InvalidInput("Say for which region: log in as a user of one.", code="region-unknown")
    return str(found[0])
