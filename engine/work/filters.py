"""What an inbox may be narrowed by, as conditions on work items. Unknown words are refused with the path."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, or_

from engine.kernel.errors import FieldError, InvalidInput
from engine.work.model import OPEN
from engine.work.tables import work_items

STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "open": OPEN,
    "ready": ("ready",),
    "claimed": ("claimed",),
    "done": ("completed",),
}
LIGHTS: Final = ("red", "yellow", "green")
SORTS: Final = ("light", "due", "opened")
LARGEST_PAGE: Final = 200
LONGEST_SEARCH: Final = 100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How an inbox list is narrowed, sorted and paged; None does not narrow."""

    state: str = "open"
    role: str | None = None
    item: str | None = None
    light: str | None = None
    stage: str | None = None
    channel: str | None = None
    q: str | None = None
    sort: str = "light"
    cursor: str | None = None
    limit: int = 20
    count: bool = False


def checked(narrowed: Narrowed) -> Narrowed:
    """Raises InvalidInput for an unknown state, light or sort, or a page out of bounds."""
    errors = [
        FieldError(name, f"Use one of: {', '.join(known)}.", "invalid-choice")
        for name, value, known in (
            ("state", narrowed.state, tuple(STATES)),
            ("light", narrowed.light, LIGHTS),
            ("sort", narrowed.sort, SORTS),
        )
        if value is not None and value not in known
    ]
    if not 1 <= narrowed.limit <= LARGEST_PAGE:
        errors.append(FieldError("limit", f"Use 1 to {LARGEST_PAGE}.", "out-of-range"))
    if narrowed.q is not None and len(narrowed.q) > LONGEST_SEARCH:
        errors.append(FieldError("q", f"At most {LONGEST_SEARCH} characters.", "too-long"))
    if errors:
        raise InvalidInput("This list cannot be narrowed like that.", errors)
    return narrowed


def conditions(narrowed: Narrowed) -> ColumnElement[bool]:
    """Everything but state and light."""
    held = work_items.c
    wanted = [
        column == value
        for column, value in (
            (held.role, narrowed.role),
            (held.item_code, narrowed.item),
            (held.stage, narrowed.stage),
            (held.channel, narrowed.channel),
        )
        if value is not None
    ]
    if narrowed.q and narrowed.q.strip():
        text = narrowed.q.strip()
        wanted.append(
            or_(
                held.case_number.startswith(text, autoescape=True),
                held.project_code.startswith(text, autoescape=True),
                held.name.contains(text, autoescape=True),
                held.applicant_masked.contains(text, autoescape=True),
            )
        )
    return and_(True, *wanted)


def light_is(colour: str, today: date) -> ColumnElement[bool]:
    """The condition that a row has this light on a day."""
    held = work_items.c
    if colour == "red":
        return held.red_on <= today
    if colour == "yellow":
        return and_(held.red_on > today, held.yellow_on <= today)
    return and_(held.red_on > today, held.yellow_on > today)


def light_of(today: date) -> ColumnElement[Any]:
    """The light of a row on a day, as a value."""
    held = work_items.c
    return case((held.red_on <= today, "red"), (held.yellow_on <= today, "yellow"), else_="green")
