"""What people filled in, out of the event that brought it. There is no second copy: what the law has erased is erased."""

from collections.abc import Mapping
from typing import Any

from engine.expressions import from_json
from engine.store.canonical import parse


def recorded_answers(event: Mapping[str, Any] | None) -> dict[str, Any]:
    """Values by field; empty when there is no such event or its payload was erased."""
    told = parse(event["data"]) if event is not None and event["data"] else {}
    return dict(from_json(told.get("data") or {}))
