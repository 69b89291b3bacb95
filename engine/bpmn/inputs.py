"""What the outside world may tell a running instance. Every input is one frozen value that the event log keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from engine.expressions import from_json as value_from_json
from engine.expressions import to_json as value_to_json
from engine.kernel.errors import InvalidInput

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an instance. `trigger` is the id of the start element whose event occurred; None is the none start.

    `event` is the name of the message or signal, which matters where a start awaits several; `payload` is what came with
    it: the start's output mappings choose from it, without mappings all of it is added to `data`.
    """

    data: Data = field(default_factory=dict)
    process: str | None = None
    trigger: str | None = None
    event: str | None = None
    payload: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """The activity `act` was done; `data` is what came of it."""

    act: str
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """The activity `act` ended with the BPMN error `code` (a business failure, not a defect)."""

    act: str
    code: str
    message: str = ""
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Escalate:
    """The activity `act` raises the escalation `code`; whether it goes on is the catcher's matter."""

    act: str
    code: str
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message for one waiting catcher: by name, by correlation `key` where one is awaited, or by exact `wait`."""

    name: str
    payload: Data = field(default_factory=dict)
    key: Any = None
    wait: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal for every catcher that waits for it."""

    name: str
    payload: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fire:
    """The timer `wait` is due."""

    wait: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the whole instance from outside (withdrawal, termination)."""

    reason: str = ""


Input = Start | Complete | Fail | Escalate | Deliver | Broadcast | Fire | Cancel

_KINDS: dict[str, type[Input]] = {
    kind.__name__.lower(): kind
    for kind in (Start, Complete, Fail, Escalate, Deliver, Broadcast, Fire, Cancel)
}


def to_json(item: Input) -> dict[str, Any]:
    """`{"kind": "complete", "act": "a3", "data": {…}}`, values in the lossless form of `engine.expressions`."""
    out: dict[str, Any] = {"kind": type(item).__name__.lower()}
    for part in fields(item):
        out[part.name] = value_to_json(getattr(item, part.name))
    return out


def from_json(obj: Mapping[str, Any]) -> Input:
    """The inverse of `to_json`. An unknown kind is `InvalidInput`."""
    kind = _KINDS.get(obj.get("kind", ""))
    if kind is None:
        raise InvalidInput(f"unknown input kind {obj.get('kind')!r}", code="unknown-input")
    return kind(**{name: value_from_json(value) for name, value in obj.items() if name != "kind"})
