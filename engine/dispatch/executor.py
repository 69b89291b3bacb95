"""One command, one transaction: permitted? → guards → handler → write → commit → after-commit; a key that was used
answers as before.

An error at any point rolls everything back and drops the live states of the cases it touched. A command that others overtook
is tried again at once, a bounded number of times, with everything read anew; so departments that finish at the same
instant all succeed. A lost connection is tried again too; when it was lost during the commit, the event log or the
idempotency key tells whether that was in time. Reads skip the ceremony.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy.exc import DBAPIError

from engine.dispatch.actor import Actor
from engine.dispatch.answers import body_hash
from engine.dispatch.changes import Overtaken, lock_rows
from engine.dispatch.context import Context, ReadContext, Recorder
from engine.dispatch.failures import is_full, is_lost, is_race, is_stopped
from engine.dispatch.idempotency import check_key, find_answer, keep_answer
from engine.dispatch.live import LiveStates
from engine.dispatch.messages import Command, Event, Query
from engine.dispatch.registry import Registry
from engine.dispatch.services import Services
from engine.kernel.clock import Clock
from engine.kernel.errors import Conflict, Forbidden, JingbanError, StaleVersion, Unauthenticated
from engine.kernel.log import logger
from engine.store import Database
from engine.store.unit import Unit

_log = logger("dispatch")


class _Done(NamedTuple):
    answer: Any
    ctx: Context | None


class _Again(NamedTuple):
    """To be tried (again); `overtaken` says which rows others wrote."""

    overtaken: Overtaken | None = None
    first: bool = False


class Executor:
    """Runs commands and queries of one platform."""

    def __init__(
        self, database: Database, registry: Registry, services: Services, clock: Clock, attempts: int
    ) -> None:
        self._database = database
        self._registry = registry
        self._services = services
        self._clock = clock
        self._attempts = attempts
        self.retries = 0
        self.on_retry: Callable[[str], None] = lambda verb: None

    def execute(self, command: Command, actor: Actor, *, idempotency_key: str | None = None) -> Any:
        """Do it, once. Raises what the permission table, a guard or the handler raises; `StaleVersion` when others overtook
        every attempt.
        """
        if idempotency_key is not None:
            check_key(idempotency_key)
        # a stored answer would be a stored token, a stored body hash a password that can be guessed
        key = None if command.secret else idempotency_key
        require(actor, command.permission, type(command).__name__)
        before = _Again(first=True)
        for attempt in range(1, self._attempts + 1):
            tried = self._attempt(command, actor, key, before)
            if isinstance(tried, _Done):
                return self._finish(command, tried)
            before = tried
            self.retries += 1
            self.on_retry(type(command).__name__)
            _log.debug("overtaken", extra={"command": type(command).__name__, "attempt": attempt})
        raise StaleVersion("Others were changing this at the same time; load it again and repeat the action")

    def ask(self, query: Query, actor: Actor) -> Any:
        """Answer a query; once again when the connection to the database was lost, or forgot our statements."""
        require(actor, query.permission, type(query).__name__)
        try:
            return self._answer(query, actor)
        except DBAPIError as error:
            if not (is_lost(error) or is_race(error)):
                raise
            return self._answer(query, actor)

    def _answer(self, query: Query, actor: Actor) -> Any:
        reader = self._registry.reader_of(type(query))
        with self._database.read(snapshot=query.snapshot) as connection:
            return reader(query, ReadContext(actor, self._clock.now(), connection, self._services))

    def _attempt(self, command: Command, actor: Actor, key: str | None, before: _Again) -> _Done | _Again:
        """One try, after an earlier one that was overtaken."""
        ctx: Context | None = None
        unit: Unit | None = None
        try:
            with self._database.unit() as unit:
                ctx = Context(actor, self._clock.now(), unit, self._services, self._tell)
                if before.overtaken is not None and not self._database.is_sqlite:
                    # who lost a race once waits in line, so that no crowd can overtake for ever
                    unit.begin()
                    lock_rows(unit.connection, before.overtaken.places)
                return self._within(command, ctx, unit, None if before.first else key, key)
        except Overtaken as overtaken:
            self._evict(ctx)
            return _Again(overtaken)
        except BaseException as error:
            self._evict(ctx)
            if is_race(error) or (is_lost(error) and (key is not None or not _undecided(unit, error))):
                return _Again()
            if is_lost(error) and ctx is not None and ctx.recorded:
                return _Done(ctx.answer, ctx) if self._is_kept(ctx) else _Again()
            if is_lost(error):
                # the connection went away during the commit, and neither a key nor an event tells whether it was in time
                raise Conflict(
                    "The connection to the database was lost while saving; look whether it was done, then repeat it",
                    code="outcome-unknown",
                )
            if is_full(error):
                raise JingbanError(
                    "The disk of the database is full, and nothing was changed; make room on it, then repeat the action",
                    code="storage-full",
                )
            raise

    def _within(
        self, command: Command, ctx: Context, unit: Unit, known: str | None, key: str | None
    ) -> _Done:
        """`known`: look for an answer under this key first. Otherwise it is looked for when the command is refused: a key
        that is new, which nearly all are, costs no statement, because a used one cannot be written a second time.
        """
        body = "" if key is None else body_hash(command)
        if known is not None:
            given = find_answer(ctx.db, ctx.actor, known, body)
            if given is not None:
                return _Done(given.value, None)
        try:
            for guard in self._registry.guards_of(type(command)):
                guard(command, ctx)
            answer = self._registry.handler_of(type(command))(command, ctx)
        except JingbanError:
            given = find_answer(ctx.db, ctx.actor, key, body) if key is not None and known is None else None
            if given is None:
                raise
            return _Done(given.value, None)
        ctx.answer = answer
        if key is not None and ctx.refusal is None:
            answer = keep_answer(ctx.changes, ctx.actor, key, body, answer, ctx.now)
        ctx.changes.flush(unit)
        return _Done(answer, ctx)

    def _finish(self, command: Command, done: _Done) -> Any:
        if done.ctx is None:
            return done.answer
        for act in done.ctx.after:
            _isolated(act, type(command).__name__)
        if done.ctx.refusal is not None:
            raise done.ctx.refusal
        return done.answer

    def _is_kept(self, ctx: Context) -> bool:
        """Whether the events of a command are in the log although nobody heard of its commit."""
        case_id = min(ctx.recorded)
        head = ctx.heads[case_id]
        with self._database.read() as connection:
            recorder = self._services[Recorder]  # type: ignore[type-abstract]  # a port, found by its protocol
            return recorder.kept(connection, case_id, head.seq, head.hash)

    def _tell(self, event: Event, ctx: Context) -> None:
        for subscriber in self._registry.subscribers_of(type(event)):
            subscriber(event, ctx)

    def _evict(self, ctx: Context | None) -> None:
        live = self._services[LiveStates]
        for case_id in ctx.touched if ctx is not None else ():
            live.evict(case_id)


def _undecided(unit: Unit | None, error: BaseException) -> bool:
    """Whether a lost connection may have taken a commit with it that nobody can tell of."""
    return unit is not None and unit.deciding and not is_stopped(error)


def require(actor: Actor, permission: str, what: str) -> None:
    """`Unauthenticated` or `Forbidden` unless the actor may; the message names what is missing."""
    if actor.may(permission):
        return
    if not actor.is_known:
        raise Unauthenticated("Log in first")
    raise Forbidden(
        f"{what} needs the permission {permission}, which your roles do not give", permission=permission
    )


def _isolated(act: Callable[[], None], command: str) -> None:
    try:
        act()
    except Exception:  # noqa: BLE001  # the commit is done; what follows it must not turn success into failure
        _log.exception("after commit", extra={"command": command})
