"""Lists as the contract wants them: `{items, next}`, with the engine's position sealed into an opaque cursor."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from api.http.cursor import seal, unseal
from api.http.exchange import secret_key


def whole(items: Sequence[Any]) -> dict[str, Any]:
    """A list that is never longer than one page."""
    return {"items": items, "next": None}


def paged(view: Mapping[str, Any]) -> dict[str, Any]:
    """The engine's page `{items, next, total?}` with its `next` sealed for this list."""
    position = view["next"]
    sealed = None if position is None else seal(position, _scope(), secret_key())
    return {**view, "next": sealed}


def opened(query: Mapping[str, Any]) -> dict[str, Any]:
    """The loaded query with its cursor unsealed for the engine; raises BadRequest for a foreign one."""
    cursor = query["cursor"]
    return {**query, "cursor": None if cursor is None else unseal(cursor, _scope(), secret_key())}


def _scope() -> str:
    return request.path
