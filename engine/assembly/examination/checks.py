"""What a check found. A check never raises: what it cannot look at is a problem of its own."""

from typing import Literal, NamedTuple

Status = Literal["ok", "warning", "problem"]


class Check(NamedTuple):
    """One thing that was looked at; `remedy` says what to do unless it is ok."""

    name: str
    status: Status
    found: str
    remedy: str | None = None


def ok(name: str, found: str) -> Check:
    """All is well."""
    return Check(name, "ok", found)


def warning(name: str, found: str, remedy: str) -> Check:
    """It works, and will not for ever."""
    return Check(name, "warning", found, remedy)


def problem(name: str, found: str, remedy: str) -> Check:
    """It does not work, or something may be lost."""
    return Check(name, "problem", found, remedy)
