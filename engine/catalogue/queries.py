"""Reading the catalogue: items and bundles with their forms, as an applicant needs them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.catalogue.model import Bundle, Item
from engine.catalogue.shelf import all_bundles, all_items, bundle_of, item_of
from engine.definitions.programs import Programs
from engine.dispatch import Query, ReadContext
from engine.forms import Form, Label, as_view, merge
from engine.identity.department_names import Names, department_names


@dataclass(frozen=True, slots=True)
class Items(Query):
    """What can be applied for."""

    permission: ClassVar[str] = "catalogue:read"


@dataclass(frozen=True, slots=True)
class GetItem(Query):
    """One item with its form."""

    permission: ClassVar[str] = "catalogue:read"
    code: str
    locale: str = "zh-CN"


@dataclass(frozen=True, slots=True)
class Bundles(Query):
    """Which bundles can be applied for."""

    permission: ClassVar[str] = "catalogue:read"


@dataclass(frozen=True, slots=True)
class GetBundle(Query):
    """One bundle with its merged form."""

    permission: ClassVar[str] = "catalogue:read"
    key: str
    locale: str = "zh-CN"


def list_items(query: Items, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{code, name, department, legal_days, promise_days, form, definition, result, …}]` by code."""
    names = department_names(ctx)
    return [_item(published.item, names) for published in all_items(ctx)]


def get_item(query: GetItem, ctx: ReadContext) -> dict[str, Any]:
    """The same with the form in full and its materials. Raises NotFound."""
    item = item_of(ctx, query.code).item
    form = ctx.services[Programs].newest_form(ctx.db, item.form) if item.form else None
    view = as_view(form, query.locale) if form else None
    told = _item(item, department_names(ctx))
    return {**told, "form": view, "materials": view["materials"] if view else []}


def list_bundles(query: Bundles, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{key, name, definition, items: [{code, name, department, key, chosen_by}]}]` by key."""
    names = department_names(ctx)
    items = {published.item.code: published.item for published in all_items(ctx)}
    return [_bundle(bundle, items, names) for bundle in all_bundles(ctx)]


def get_bundle(query: GetBundle, ctx: ReadContext) -> dict[str, Any]:
    """The same with the merged form: each field once. Raises NotFound."""
    bundle = bundle_of(ctx, query.key)
    items = {part.item: item_of(ctx, part.item).item for part in bundle.items}
    form = as_view(merged_form(ctx, bundle), query.locale)
    told = _bundle(bundle, items, department_names(ctx))
    return {**told, "form": form, "materials": form["materials"]}


def merged_form(ctx: ReadContext, bundle: Bundle) -> Form:
    """The forms of a bundle's items as one."""
    programs = ctx.services[Programs]
    forms = {part.item: programs.newest_form(ctx.db, part.form) for part in bundle.items}
    return merge(forms, key=bundle.key, title=Label(bundle.name["zh-CN"], bundle.name["en"]))


def _item(item: Item, names: Names) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "department": item.department,
        "department_name": names.get(item.department),
        "legal_days": item.legal_days,
        "promise_days": item.promise_days,
        "form": item.form,
        "definition": item.definition,
        "stage": item.stage,
        "result": item.licence["name"] if item.licence else None,
        "elements": item.elements,
        "materials": [],
    }


def _bundle(bundle: Bundle, items: dict[str, Item], names: Names) -> dict[str, Any]:
    return {
        "key": bundle.key,
        "name": bundle.name,
        "department": bundle.department,
        "department_name": names.get(bundle.department),
        "definition": bundle.definition,
        "elements": bundle.elements,
        "items": [
            {
                "code": part.item,
                "name": items[part.item].name if part.item in items else None,
                "department": items[part.item].department if part.item in items else None,
                "department_name": names.get(items[part.item].department) if part.item in items else None,
                "key": part.key,
                "chosen_by": part.chosen_by,
            }
            for part in bundle.items
        ],
    }
