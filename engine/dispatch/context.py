"""What a handler holds while it works: who asks, when it is, the database to read, and the places to put what shall happen.

A handler reads through `db` and writes only through `changes` and `record`; nothing is written before it returns, so a
handler that raises has done nothing. (On PostgreSQL `db` is in no transaction until `begin`.) `now` is one instant for the whole command.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from engine.dispatch.actor import Actor
from engine.dispatch.changes import Changes
from engine.dispatch.live import LiveStates
from engine.dispatch.messages import Event
from engine.dispatch.services import Services
from engine.kernel.clock import office_day
from engine.kernel.errors import JingbanError
from engine.store.unit import Unit


class Head(NamedTuple):
    """Where a case's chain of events stands, and the version of its row that the handler saw."""

    region: str
    seq: int
    hash: str
    version: int


class Recorder(Protocol):
    """Appends to the event log; `engine.history` provides it, because dispatch knows no log."""

    def record(self, ctx: "Context", case_id: str, action: str, **entry: Any) -> int:
        """Append one event to a case's chain; returns its sequence number, from 1."""
        ...

    def kept(self, db: Connection, case_id: str, seq: int, hash: str) -> bool:
        """Whether this very event is in the log."""
        ...


class ReadContext:
    """What a query function holds."""

    def __init__(self, actor: Actor, now: datetime, db: Connection, services: Services) -> None:
        self.actor = actor
        self.now = now
        self.db = db
        self.services = services

    @cached_property
    def today(self) -> date:
        """The day on which the offices stand now (UTC+8)."""
        return office_day(self.now)


class Context(ReadContext):
    """What a command handler holds."""

    def __init__(
        self,
        actor: Actor,
        now: datetime,
        unit: Unit,
        services: Services,
        tell: Callable[[Event, "Context"], None],
    ) -> None:
        super().__init__(actor, now, unit.connection, services)
        self._unit = unit
        self.changes = Changes()
        self.touched: set[str] = set()
        self.refusal: JingbanError | None = None
        self.answer: Any = None
        self.after: list[Callable[[], None]] = []
        self.heads: dict[str, Head] = {}
        self.recorded: set[str] = set()
        self._tell = tell

    def emit(self, event: Event) -> None:
        """Tell every subscriber, now, within this transaction."""
        self._tell(event, self)

    def record(
        self,
        case_id: str,
        action: str,
        *,
        element: str | None = None,
        act: str | None = None,
        input: Mapping[str, Any] | None = None,
        facts: Iterable[Any] = (),
        data: Mapping[str, Any] | None = None,
        capacity: Mapping[str, Any] | None = None,
    ) -> int:
        """Append one event to a case's chain; returns its seq (from 1).

        `action` is in the past tense with its folder (`work:claimed`); `input` is what `engine.bpmn.inputs.to_json` gives
        (None when no step ran); `facts` are bpmn Facts or JSON values; `data` is what people should see of it; `capacity`
        is `{"department", "role"}`, plus `"for"` (user id) when a substitute acts. The case row's seq, head_hash and
        version move with it; update the row through `changes.update(cases, case_id, {...})` as you need, without a version.
        """
        self.touched.add(case_id)
        self.recorded.add(case_id)
        return self.services[Recorder].record(  # type: ignore[type-abstract]  # a port, found by its protocol
            self,
            case_id,
            action,
            element=element,
            act=act,
            input=input,
            facts=facts,
            data=data,
            capacity=capacity,
        )

    def know_case(self, row: Mapping[str, Any]) -> None:
        """Tell where a case's chain stands, from its row (id, region, seq, head_hash, version), so that `record` need not
        read it again. Heads that moved in this command stay as they are.
        """
        self.touched.add(row["id"])
        head = Head(row["region"], row["seq"], row["head_hash"], row["version"])
        self.heads.setdefault(row["id"], head)

    def keep_live(self, case_id: str, version: int, state: Any) -> None:
        """Once committed, hold this state for the case at this (new) version of its row."""
        self.touched.add(case_id)
        live = self.services[LiveStates]
        self.after_commit(lambda: live.put(case_id, version, state))

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do this once the transaction is committed; its failure is logged and harms nothing."""
        self.after.append(act)

    def refuse(self, error: JingbanError) -> None:
        """Commit what was collected so far and then raise `error`: for refusals that must leave a trace, such as a counted
        wrong password. Return from the handler right after it.
        """
        self.refusal = error

    def begin(self) -> None:
        """Begin the transaction now, for the rare step that writes through `db` by itself or holds what it reads."""
        self._unit.begin()

    def flush(self) -> None:
        """Write what was collected so far, for the rare step that must read it back in the same command."""
        self._unit.begin()
        self.changes.flush(self._unit)
