"""Reads a whole form file and checks what no single field can know: names, references, cycles."""

from collections.abc import Mapping
from typing import Any, Final

from engine.forms.dependencies import evaluation_order, free_names
from engine.forms.model import Field, Form, Label, Section, walk
from engine.forms.reading.document import read_object
from engine.forms.reading.fields import MAX_FIELDS, read_field, read_key, unique
from engine.forms.reading.located import Place
from engine.forms.reading.materials import read_material
from engine.forms.spelling import did_you_mean
from engine.kernel.errors import Findings, InvalidInput, Refused

KEYS: Final = ("key", "version", "title", "context", "fields", "materials", "sections", "flow")
SCOPE_NAMES: Final = (
    "items", "item", "role", "stage", "round", "channel", "applicant", "project", "case", "today", "decision",
)  # fmt: skip
"""Names that every caller may give conditions beside the fields; more are declared under `context`."""


def read_form(data: bytes | str | Mapping[str, Any], *, file: str | None = None) -> Form:
    """Read a form file (JSON text or the object in it); the format is described in docs/forms.md.

    Raises Refused with every finding (rule, path as `element`, remedy): unknown keys, wrong types, limits that fit
    nothing, conditions that do not compile or name nothing, references to nothing, cycles, and files beyond 256 KB,
    500 fields or 4 levels.
    """
    findings = Findings()
    place = Place(read_object(data, file=file), "", findings, file)
    form = _read(place)
    if findings.errors:
        first = findings.errors[0]
        raise Refused(
            f"The form cannot be used: {len(findings.errors)} finding(s), the first at {first.element or 'the top'}: "
            f"{first.message}",
            findings.items,
        )
    return form


def _read(place: Place) -> Form:
    place.only(KEYS)
    fields = place.objects("fields", read_field, most=MAX_FIELDS)
    unique(place, "fields", fields)
    if sum(1 for _ in walk(fields)) > MAX_FIELDS:
        place.note("form-too-many", f"A form has at most {MAX_FIELDS} fields.", key="fields")
    form = Form(
        key=read_key(place) or "",
        title=place.label("title", required=True) or Label(""),
        fields=fields,
        materials=place.objects("materials", read_material, most=MAX_FIELDS),
        sections=place.objects("sections", _section, most=100),
        flow=_flow(place),
        version=place.text("version") or "",
        context=tuple(dict.fromkeys((*SCOPE_NAMES, *place.texts("context")))),
    )
    _check_names(place, form)
    _check_materials(place, form)
    _check_sections(place, form)
    _check_flow(place, form)
    return form


def _section(place: Place) -> Section | None:
    place.only(("key", "title", "fields"))
    key, title = read_key(place), place.label("title", required=True)
    return (
        None if key is None or title is None else Section(key, title, place.texts("fields", most=MAX_FIELDS))
    )


def _flow(place: Place) -> dict[str, tuple[str, ...]]:
    flow = place.object_at("flow")
    found: dict[str, tuple[str, ...]] = {}
    for item in flow.values if flow is not None else ():
        entry = flow.object_at(item) if flow is not None else None
        if entry is not None:
            entry.only(("depends_on",))
            found[item] = entry.texts("depends_on")
    return found


def _check_names(place: Place, form: Form) -> None:
    """Every free name of a condition is a field it can see or a name of the context; no field waits for itself."""
    _check_level(
        place.inside({}, "fields"), form.fields, {*form.context, *(field.key for field in form.fields)}
    )


def _check_level(place: Place, fields: tuple[Field, ...], visible: set[str]) -> None:
    try:
        evaluation_order(fields)
    except InvalidInput as error:
        place.note("form-cycle", error.message)
    for field in fields:
        for rule, condition in (("required_if", field.required_if), ("visible_if", field.visible_if)):
            for name in sorted(free_names(condition) - visible):
                if place.full:
                    return
                place.note(
                    "form-unknown-name",
                    f"The condition uses “{name}”, which is no field and not in the context.",
                    key=f"{field.key}.{rule}",
                    help=did_you_mean(name, visible) or "Declare it under “context” if the case provides it.",
                )
        if field.fields:
            inner = {each.key for each in field.fields}
            _check_level(place.inside({}, f"{field.key}.fields"), field.fields, visible | inner)


def _check_materials(place: Place, form: Form) -> None:
    keys = [material.key for material in form.materials]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        place.note("form-duplicate-key", f"Two materials have the key “{key}”.", key=f"materials.{key}")
    known = form.items()
    for material in form.materials:
        _, colon, item = material.source.partition(":")
        if colon and item not in known:
            place.note(
                "form-unknown-reference",
                f"“{item}” is no item of this form.",
                key=f"materials.{material.key}.source",
                help=did_you_mean(item, known),
            )


def _check_sections(place: Place, form: Form) -> None:
    known = {field.key for field in form.fields}
    placed: set[str] = set()
    for section in form.sections:
        for key in section.fields:
            where = f"sections.{section.key}.fields"
            if key not in known:
                place.note(
                    "form-unknown-reference",
                    f"There is no field “{key}”.",
                    key=where,
                    help=did_you_mean(key, known),
                )
            elif key in placed:
                place.note("form-duplicate-key", f"The field “{key}” stands in two sections.", key=where)
            placed.add(key)


def _check_flow(place: Place, form: Form) -> None:
    known = form.items()
    for item, before in form.flow.items():
        for other in before:
            if other not in known and not place.full:
                place.note(
                    "form-unknown-reference",
                    f"“{other}” is no item of this form.",
                    key=f"flow.{item}.depends_on",
                    help=did_you_mean(other, known),
                )
    circle = flow_cycle(form.flow)
    if circle:
        place.note("form-cycle", f"These items wait for each other: {' → '.join(circle)}.", key="flow")


def flow_cycle(flow: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The items of one cycle of a flow, or nothing."""
    waiting = {item: set(before) & set(flow) for item, before in flow.items()}
    while free := [item for item, before in waiting.items() if not before]:
        waiting = {item: before - set(free) for item, before in waiting.items() if before}
    return list(waiting)
