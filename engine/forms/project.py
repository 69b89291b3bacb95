"""Cuts a form down to what some of a bundle's items need, or to what one role may see."""

from collections.abc import Collection
from dataclasses import replace

from engine.forms.model import Field, Form, walk


def project(form: Form, *, items: Collection[str] | None = None, role: str | None = None) -> Form:
    """The part of `form` for the `items` (ticked, or one department's) and for `role`; None does not restrict.

    A field without items is for all. Conditions may still use the names of fields that were cut: they become names
    of the context, to be given in the scope and null otherwise.
    """
    fields = tuple(cut for field in form.fields if (cut := _cut(field, items, role)) is not None)
    kept = {field.key for field in fields}
    gone = {field.key for field in walk(form.fields)} - {field.key for field in walk(fields)}
    wanted = None if items is None else frozenset(items)
    return replace(
        form,
        fields=fields,
        materials=tuple(
            replace(each, shared_by=_wanted(each.shared_by, wanted))
            for each in form.materials
            if _concerns(each.shared_by, items)
        ),
        sections=tuple(
            replace(section, fields=keys)
            for section in form.sections
            if (keys := tuple(key for key in section.fields if key in kept))
        ),
        flow={
            item: _wanted(before, wanted)
            for item, before in form.flow.items()
            if wanted is None or item in wanted
        },
        context=tuple(dict.fromkeys((*form.context, *sorted(gone)))),
    )


def _cut(field: Field, items: Collection[str] | None, role: str | None) -> Field | None:
    if not _concerns(field.items, items) or not field.seen_by(role):
        return None
    if not field.fields:
        return field
    inner = tuple(cut for each in field.fields if (cut := _cut(each, items, role)) is not None)
    return replace(field, fields=inner) if inner else None


def _concerns(named: tuple[str, ...], items: Collection[str] | None) -> bool:
    return items is None or not named or any(item in items for item in named)


def _wanted(named: tuple[str, ...], items: frozenset[str] | None) -> tuple[str, ...]:
    """Of `named` those in `items`: a department is not told which others use a paper."""
    return named if items is None else tuple(each for each in named if each in items)
