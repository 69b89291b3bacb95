"""Places in a list of work items, as the text of a cursor. The door seals them; here they are only read and written."""

import json
from collections.abc import Callable
from typing import Any

from engine.kernel.errors import InvalidInput


def place_of(row: dict[str, Any], order: str | None) -> str:
    """The place of a row in its list: [light, priority, red_on, id] by light (`order` None), else [time, id]."""
    if order is None:
        return json.dumps([row["band"], row["priority"], row["red_on"].isoformat(), row["id"]])
    return json.dumps([row[order].isoformat(), row["id"]])


def opened(cursor: str | None, parts: int, read: Callable[[str], Any]) -> list[Any] | None:
    """The parts of a cursor, its time read by `read`; None without one. Raises InvalidInput (`bad-cursor`) unless it has so
    many parts, of the right kinds.
    """
    if cursor is None:
        return None
    try:
        *front, when, last = json.loads(cursor)
        place = [*front, read(when), last]
    except (TypeError, ValueError):
        place = []
    if (
        len(place) != parts
        or not isinstance(place[-1], str)
        or any(type(part) is not int for part in place[:-2])
    ):
        raise InvalidInput(
            "This cursor does not belong to this list; start again without it.", code="bad-cursor"
        )
    return place
