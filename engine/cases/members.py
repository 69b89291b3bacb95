"""The items (事项) that one case decides. A case of one item has one member; a bundle has one for each chosen item.

Each member has its own national state, limits and result: a refusal of one never voids another. What the catalogue said
on the day of application is pinned here. The case's own state and dates are a summary of its members and nothing else.
Members are plain JSON mappings (dates as ISO text), because they are a column of the case row and part of its history.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from engine.cases import national
from engine.cases.terms import Term, term
from engine.kernel.errors import ExecutionFailed
from engine.timing import WorkCalendar

Member = dict[str, Any]
Members = dict[str, Member]

RESULTS: Final[Mapping[int, str]] = {
    national.RETURNED: "returned",
    national.NOT_REQUIRED: "not_required",
    national.NOT_OURS: "not_ours",
    national.GRANTED: "granted",
    national.GRANTED_WITH_DUTY: "granted_with_duty",
    national.DENIED: "refused",
    national.WITHDRAWN: "withdrawn",
    national.REVOKED: "revoked",
}


def new_member(
    code: str,
    name: Mapping[str, str],
    department: str,
    *,
    promise_days: int | None = None,
    legal_days: int | None = None,
    version: int = 1,
    place: int = 0,
    licence: Mapping[str, Any] | None = None,
) -> Member:
    """A member as applied for: received, no clock running yet. Limits are working days; `place` orders it in its bundle."""
    return {
        "code": code,
        "name": dict(name),
        "department": department,
        "version": version,
        "place": place,
        "state": national.RECEIVED,
        "promise_days": promise_days,
        "legal_days": legal_days,
        "licence": dict(licence) if licence else None,
        "received_on": None,
        "accepted_on": None,
        "due_promise": None,
        "due_legal": None,
        "yellow_on": None,
        "red_on": None,
        "rounds": 0,
        "flags": [],
        "result": None,
        "reason": None,
        "licence_number": None,
        "finished_on": None,
    }


def member_of(members: Members, code: str | None, element: str | None = None) -> Member:
    """The member an operation speaks of: the named one, or the only one. Raises ExecutionFailed (`item-unknown`)."""
    if code is not None and code in members:
        return members[code]
    if len(members) == 1 and (code is None or not _is_bundle(members)):
        return next(iter(members.values()))
    raise ExecutionFailed(
        f"The case has no item {code!r}; it has {', '.join(members)}. Pass item_code to the sub-process or the task.",
        element=element,
        code="item-unknown",
    )


def _is_bundle(members: Members) -> bool:
    return len(members) > 1


def move(member: Member, target: int, today: date) -> tuple[int, ...]:
    """Move a member to a national state along the table; returns the states entered. Raises Conflict."""
    entered = national.route(member["state"], target)
    if not entered:
        return ()
    member["state"] = target
    if national.SUPPLEMENTED in entered:
        # a complete application is received on the day its supplement came
        member["received_on"] = today.isoformat()
    if target in national.CLOSED:
        member["result"] = RESULTS[target]
        member["finished_on"] = today.isoformat()
    return entered


def start_clocks(member: Member, calendar: WorkCalendar, accepted_on: date) -> tuple[Term, Term]:
    """Begin the promised and the legal term of a member on its day of acceptance; returns both."""
    promise = term(calendar, accepted_on, member["promise_days"])
    legal = term(calendar, accepted_on, member["legal_days"])
    guiding = promise if promise.due is not None else legal
    member.update(
        accepted_on=accepted_on.isoformat(),
        due_promise=_iso(promise.due),
        due_legal=_iso(legal.due),
        yellow_on=_iso(guiding.yellow_on),
        red_on=_iso(guiding.red_on),
        flags=sorted({*member["flags"], *promise.flags, *legal.flags}),
    )
    return promise, legal


def is_open(member: Member) -> bool:
    """Whether the matter is still undecided and not withdrawn."""
    return member["state"] not in national.CLOSED


def summary(members: Members) -> dict[str, Any]:
    """The columns of the case row that follow from its members: state, dates, result.

    Dates are those of the most urgent open member (of all members once none is open).
    """
    everyone = list(members.values())
    running = [member for member in everyone if is_open(member)] or everyone
    urgent = min(running, key=lambda member: member["due_promise"] or member["due_legal"] or "9999-12-31")
    accepted = [member["accepted_on"] for member in everyone if member["accepted_on"]]
    return {
        "national_state": _state(everyone),
        "accepted_on": as_date(min(accepted)) if accepted else None,
        "promise_days": urgent["promise_days"],
        "legal_days": urgent["legal_days"],
        "due_promise": as_date(urgent["due_promise"]),
        "due_legal": as_date(urgent["due_legal"]),
        "yellow_on": as_date(urgent["yellow_on"]),
        "red_on": as_date(urgent["red_on"]),
        "result": _result(everyone),
    }


def as_date(text: str | None) -> date | None:
    """The date of an ISO text of a member."""
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _state(members: Iterable[Member]) -> int:
    states = {member["state"] for member in members}
    if len(states) == 1:
        return int(states.pop())
    still_open = states - national.CLOSED
    if still_open:
        # the furthest state that is still open says where the whole stands
        return int(max(still_open, key=_progress))
    if states & national.IN_FAVOUR:
        return national.GRANTED
    return national.DENIED if national.DENIED in states else int(max(states))


def _progress(state: int) -> int:
    order = (1, 6, 7, 3, 8, 9, 10)
    return order.index(state)


def _result(members: list[Member]) -> str | None:
    if any(is_open(member) for member in members):
        return None
    results = {member["result"] for member in members}
    if len(results) == 1:
        return str(results.pop())
    return "partly_granted" if results & {"granted", "granted_with_duty"} else "not_granted"
