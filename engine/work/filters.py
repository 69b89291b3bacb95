"""What an inbox may be narrowed by, as conditions on work items. Unknown words are refused with the path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, FromClause, String, and_, bindparam, case, or_, true

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


FILTERS: Final[Mapping[str, str]] = {
    "role": "role",
    "item": "item_code",
    "stage": "stage",
    "channel": "channel",
}
"""Filter → column that equals it."""


def filters_of(narrowed: Narrowed) -> dict[str, str]:
    """What is given besides state and light, as parameters of `conditions`; `q` is trimmed."""
    given = {name: getattr(narrowed, name) for name in FILTERS}
    given["q"] = escaped((narrowed.q or "").strip()) or None
    return {name: value for name, value in given.items() if value is not None}


def conditions(names: Iterable[str], of: FromClause = work_items) -> ColumnElement[bool]:
    """The filters with these names as conditions, with a parameter of the same name each."""
    return and_(True, *(_condition(name, of) for name in names))


def _condition(name: str, of: FromClause) -> ColumnElement[bool]:
    wanted = bindparam(name, type_=String)
    if name != "q":
        return of.c[FILTERS[name]] == wanted
    return or_(
        *(
            column.startswith(wanted, autoescape=False, escape="/")
            for column in (of.c.case_number, of.c.project_code)
        ),
        *(
            column.contains(wanted, autoescape=False, escape="/")
            for column in (of.c.name, of.c.applicant_masked)
        ),
    )


def escaped(text: str) -> str:
    """A search text as it stands inside a LIKE pattern with the escape character `/`."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def light_is(colour: str, of: FromClause = work_items) -> ColumnElement[bool]:
    """The condition that a row has this light on the day `today` (a parameter)."""
    today = bindparam("today", type_=Date)
    if colour == "red":
        return of.c.red_on <= today
    return and_(of.c.red_on > today, _warned(colour, of))


def light_is_still(colour: str) -> ColumnElement[bool]:
    """The same for a range that begins at a place of its own: an index reads from the first bound of `red_on` that it is given,
    so the day is asked in a way that bounds nothing.
    """
    if colour == "red":
        return light_is(colour)
    is_not_red = work_items.c.red_on > bindparam("today", type_=Date)
    return and_(is_not_red.is_(true()), _warned(colour, work_items))


def _warned(colour: str, of: FromClause) -> ColumnElement[bool]:
    today = bindparam("today", type_=Date)
    return of.c.yellow_on <= today if colour == "yellow" else of.c.yellow_on > today


def light_of(of: FromClause = work_items) -> ColumnElement[Any]:
    """The light of a row on the day `today` (a parameter), as a value."""
    today = bindparam("today", type_=Date)
    return case((of.c.red_on <= today, "red"), (of.c.yellow_on <= today, "yellow"), else_="green")
