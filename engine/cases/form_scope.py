"""What a form's conditions may know of its case beside the fields: the names every form may use (docs/forms.md)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


def form_scope(
    row: Mapping[str, Any],
    today: date,
    *,
    items: Iterable[str],
    item: str | None = None,
    role: str | None = None,
    stage: str | None = None,
    round: int = 1,
) -> dict[str, Any]:
    """Values of items, item, role, stage, round, channel, applicant, project, case and today.

    `row` holds at least channel, project_code, applicant_kind, and for a running case its number. No personal data.
    """
    return {
        "items": list(items),
        "item": item,
        "role": role,
        "stage": stage,
        "round": round,
        "channel": row.get("channel"),
        "applicant": {"kind": row.get("applicant_kind")},
        "project": row.get("project_code"),
        "case": row.get("number"),
        "today": today,
    }
