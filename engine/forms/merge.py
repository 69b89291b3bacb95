"""Makes one form of the forms of a bundle's items, so that each field and each material is asked for once.

What two items ask under one key must be the same kind of thing; then the stricter limit holds for both. Where no
value could satisfy both, the merge is refused and says which field and which items. Nothing is renamed or guessed.
"""

from collections.abc import Mapping
from dataclasses import replace

from engine.forms.merging.fields import merge_fields
from engine.forms.merging.materials import merge_materials
from engine.forms.model import Field, Form, Label, Material, Section
from engine.forms.reading.form import flow_cycle
from engine.kernel.errors import Finding, Findings, Refused


def merge(forms: Mapping[str, Form], *, key: str = "bundle", title: Label | None = None) -> Form:
    """One form for the items in `forms` (item key → its form), in that order.

    A field or material without items of its own belongs to the item whose form it stands in. Title, help and place
    are those of the first form that has the field. Raises Refused (`form-merge-conflict`, `form-cycle`) with the
    path and the items of every conflict.
    """
    findings = Findings()
    fields: dict[str, Field] = {}
    materials: dict[str, Material] = {}
    flow: dict[str, tuple[str, ...]] = {}
    for item, form in forms.items():
        merge_fields(fields, _owned(form.fields, item), findings)
        merge_materials(materials, form.materials, item, findings)
        for each, before in form.flow.items():
            flow[each] = tuple(dict.fromkeys((*flow.get(each, ()), *before)))
    if circle := flow_cycle(flow):
        message = f"These items wait for each other: {' → '.join(circle)}."
        findings.add(Finding("form-cycle", "error", message, element="flow"))
    if findings.errors:
        raise Refused(
            "These forms cannot be one form; the findings say which fields disagree.", findings.items
        )
    return Form(
        key=key,
        title=title or next((form.title for form in forms.values()), Label("")),
        fields=tuple(fields.values()),
        materials=tuple(materials.values()),
        sections=_sections(forms),
        flow=flow,
        context=tuple(dict.fromkeys(name for form in forms.values() for name in form.context)),
    )


def _owned(fields: tuple[Field, ...], item: str) -> tuple[Field, ...]:
    return tuple(replace(field, items=field.items or (item,)) for field in fields)


def _sections(forms: Mapping[str, Form]) -> tuple[Section, ...]:
    """Sections of one key become one; a field stays in the first section that has it."""
    found: dict[str, Section] = {}
    placed: set[str] = set()
    for form in forms.values():
        for section in form.sections:
            keys = tuple(key for key in section.fields if key not in placed)
            placed.update(keys)
            known = found.get(section.key)
            found[section.key] = (
                replace(section, fields=keys) if known is None else replace(known, fields=known.fields + keys)
            )
    return tuple(section for section in found.values() if section.fields)
