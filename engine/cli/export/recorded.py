"""What both export formats are written from: a case with its events."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A case view (see `GET /cases`) and all its events (see `GET /cases/{id}/history`)."""

    case: dict[str, Any]
    events: tuple[dict[str, Any], ...]
