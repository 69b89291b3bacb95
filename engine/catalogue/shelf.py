"""Reading what is published now."""

from typing import NamedTuple

from sqlalchemy import select

from engine.catalogue.model import Bundle, Item, read_bundle, read_item
from engine.catalogue.tables import bundles, items
from engine.dispatch import ReadContext
from engine.kernel.errors import NotFound


class Published(NamedTuple):
    """A published item and its version."""

    item: Item
    version: int


def item_of(ctx: ReadContext, code: str) -> Published:
    """The published item of a code. Raises NotFound (`item-unknown`)."""
    row = ctx.db.execute(
        select(items.c.content, items.c.version).where(items.c.code == code, items.c.state == "published")
    ).first()
    if row is None:
        raise NotFound(f"There is no published item {code!r}.", code="item-unknown")
    return Published(read_item(row.content), row.version)


def all_items(ctx: ReadContext) -> list[Published]:
    """Every published item, by code."""
    rows = ctx.db.execute(
        select(items.c.content, items.c.version).where(items.c.state == "published").order_by(items.c.code)
    )
    return [Published(read_item(row.content), row.version) for row in rows]


def bundle_of(ctx: ReadContext, key: str) -> Bundle:
    """The published bundle of a key. Raises NotFound (`bundle-unknown`)."""
    content = ctx.db.execute(
        select(bundles.c.content).where(bundles.c.key == key, bundles.c.state == "published")
    ).scalar()
    if content is None:
        raise NotFound(f"There is no published bundle {key!r}.", code="bundle-unknown")
    return read_bundle(content)


def all_bundles(ctx: ReadContext) -> list[Bundle]:
    """Every published bundle, by key."""
    rows = ctx.db.execute(
        select(bundles.c.content).where(bundles.c.state == "published").order_by(bundles.c.key)
    )
    return [read_bundle(content) for content in rows.scalars()]
