"""What can be applied for."""

from typing import Any

from api.http.exchange import ask
from api.http.language import language
from api.http.pages import whole
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.catalogue import BundleBriefSchema, BundleSchema, ItemBriefSchema, ItemSchema
from engine.catalogue.queries import Bundles, GetBundle, GetItem, Items

resource = Resource("catalogue", "Items and bundles")


@resource.get("/items", answers=page_of(ItemBriefSchema))
def items() -> Any:
    """All items that are offered."""
    return whole(ask(Items()))


@resource.get("/items/<code>", answers=ItemSchema)
def item(code: str) -> Any:
    """One item with its form."""
    return ask(GetItem(code, locale=language()))


@resource.get("/bundles", answers=page_of(BundleBriefSchema))
def bundles() -> Any:
    """All bundles (一件事)."""
    return whole(ask(Bundles()))


@resource.get("/bundles/<key>", answers=BundleSchema)
def bundle(key: str) -> Any:
    """One bundle with its merged form, each field asked once."""
    return ask(GetBundle(key, locale=language()))
