"""Publishing items and bundles: a new version whenever the content changed; running cases keep what they were promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from engine.catalogue.model import read_bundle, read_item
from engine.catalogue.shelf import item_of
from engine.catalogue.tables import bundles, items
from engine.definitions.programs import Programs
from engine.dispatch import Command, Context
from engine.forms import Form, merge
from engine.identity.tables import departments
from engine.kernel.errors import FieldError, InvalidInput, NotFound
from engine.store.canonical import canonical_bytes, sha256_hex

PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class PublishItem(Command):
    """Publish an item from its JSON content."""

    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublishBundle(Command):
    """Publish a bundle from its JSON content; its items must be published."""

    content: Mapping[str, Any]


def publish_item(command: PublishItem, ctx: Context) -> dict[str, Any]:
    """`{code, version, changed}`. Raises InvalidInput for elements that are wrong or refer to what does not exist."""
    item = read_item(command.content)
    errors = _references(ctx, item.department, item.definition, {"form": item.form})
    if errors:
        raise InvalidInput(f"The item {item.code} refers to what does not exist: {errors[0].message}", errors)
    version, changed = _write(ctx, items, "code", item.code, command.content, {"department": item.department})
    return {"code": item.code, "version": version, "changed": changed}


def publish_bundle(command: PublishBundle, ctx: Context) -> dict[str, Any]:
    """`{key, version, changed}`. Raises InvalidInput, and Refused when the items' forms cannot be merged."""
    bundle = read_bundle(command.content)
    forms = {f"items.{place}.form": part.form for place, part in enumerate(bundle.items)}
    errors = _references(ctx, bundle.department, bundle.definition, forms)
    for place, part in enumerate(bundle.items):
        try:
            item_of(ctx, part.item)
        except NotFound as missing:
            errors.append(FieldError(f"items.{place}.item", missing.message, "unknown"))
    if errors:
        raise InvalidInput(
            f"The bundle {bundle.key} refers to what does not exist: {errors[0].message}", errors
        )
    merged = merge(
        {part.item: ctx.services[Programs].newest_form(ctx.db, part.form) for part in bundle.items}
    )
    _check_choosers(merged, [part.chosen_by for part in bundle.items if part.chosen_by])
    version, changed = _write(ctx, bundles, "key", bundle.key, command.content, {})
    return {"key": bundle.key, "version": version, "changed": changed}


def _check_choosers(form: Form, choosers: list[str]) -> None:
    known = {field.key: field.type for field in form.fields}
    for chooser in choosers:
        if known.get(chooser) != "boolean":
            message = f"The merged form has no yes/no field {chooser!r} to choose an item by."
            raise InvalidInput(message, [FieldError("items", message, "unknown")])


def _references(
    ctx: Context, department: str, definition: str, forms: Mapping[str, str | None]
) -> list[FieldError]:
    newest = ctx.services[Programs].newest(ctx.db)
    errors = []
    if ctx.db.execute(select(departments.c.code).where(departments.c.code == department)).first() is None:
        errors.append(FieldError("department", f"There is no department {department!r}.", "unknown"))
    if newest.get("bpmn", definition) is None:
        errors.append(FieldError("definition", f"There is no deployed process {definition!r}.", "unknown"))
    for path, form in forms.items():
        if form is not None and newest.get("form", form) is None:
            errors.append(FieldError(path, f"There is no deployed form {form!r}.", "unknown"))
    return errors


def _write(
    ctx: Context, table: Table, name: str, key: str, content: Mapping[str, Any], further: Mapping[str, Any]
) -> tuple[int, bool]:
    digest = sha256_hex(canonical_bytes(dict(content)))
    last = ctx.db.execute(
        select(table.c.version, table.c.content_hash)
        .where(table.c[name] == key)
        .order_by(table.c.version.desc())
        .limit(1)
    ).first()
    if last is not None and last.content_hash == digest:
        return int(last.version), False
    version = last.version + 1 if last is not None else 1
    if last is not None:
        ctx.changes.update(table, (key, last.version), {"state": "superseded"})
    row = {
        name: key,
        "version": version,
        "state": PUBLISHED,
        "content": dict(content),
        "content_hash": digest,
        "published_at": ctx.now,
        **further,
    }
    ctx.changes.insert(table, row)
    return version, True
