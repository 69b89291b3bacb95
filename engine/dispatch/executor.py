"""One command, one transaction: known key? → permitted? → guards → handler → write → commit → after-commit.

An error at any point rolls everything back and drops the live states of the cases it touched. A command that others overtook
is tried again at once, a bounded number of times, with everything read anew; so departments that finish at the same
instant all succeed. A lost connection is tried again too, unless it was lost during a commit that no key can tell
the outcome of. Reads skip the ceremony.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy.exc import DBAPIError

from engine.dispatch.actor import Actor
from engine.dispatch.answers import body_hash
from engine.dispatch.changes import Overtaken, lock_rows
from engine.dispatch.context import Context, ReadContext
from engine.dispatch.failures import is_busy, is_full, is_lost, is_race
from engine.dispatch.idempotency import check_key, find_answer, keep_answer
from engine.dispatch.live import LiveStates
from engine.dispatch.messages import Command, Event, Query
from engine.dispatch.registry import Registry
from engine.dispatch.services import Services
from engine.kernel.clock import Clock
from engine.kernel.errors import Conflict, Forbidden, JingbanError, StaleVersion, Unauthenticated
from engine.kernel.log import logger
from engine.store import Database

_log = logger("dispatch")


class _Done(NamedTuple):
    answer: Any
    ctx: Context | None


class _Again(NamedTuple):
    """To be tried again; `overtaken` says which rows others wrote."""

    overtaken: Overtaken | None = None


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

    def execute(self, command: Command, actor: Actor, *, idempotency_key: str | None = None) -> Any:
        """Do it, once. Raises what the permission table, a guard or the handler raises; `StaleVersion` when others overtook
        every attempt; `Conflict` (`database-busy`) when SQLite stayed locked.
        """
        if idempotency_key is not None:
            check_key(idempotency_key)
        # a stored answer would be a stored token, a stored body hash a password that can be guessed
        key = None if command.secret else idempotency_key
        require(actor, command.permission, type(command).__name__)
        before = _Again()
        for attempt in range(1, self._attempts + 1):
            tried = self._attempt(command, actor, key, before)
            if isinstance(tried, _Done):
                return self._finish(command, tried)
            before = tried
            self.retries += 1
            _log.debug("overtaken", extra={"command": type(command).__name__, "attempt": attempt})
        raise StaleVersion("Others were changing this at the same time; load it again and repeat the action")

    def ask(self, query: Query, actor: Actor) -> Any:
        """Answer a query; once again when the connection to the database was lost."""
        require(actor, query.permission, type(query).__name__)
        try:
            return self._answer(query, actor)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return self._answer(query, actor)

    def _answer(self, query: Query, actor: Actor) -> Any:
        reader = self._registry.reader_of(type(query))
        with self._database.read(snapshot=query.snapshot) as connection:
            return reader(query, ReadContext(actor, self._clock.now(), connection, self._services))

    def _attempt(self, command: Command, actor: Actor, key: str | None, before: _Again) -> _Done | _Again:
        """One try, after an earlier one that was overtaken."""
        contexts: list[Context] = []
        done: _Done | None = None
        try:
            with self._database.write() as connection:
                ctx = Context(actor, self._clock.now(), connection, self._services, self._tell)
                contexts.append(ctx)
                if before.overtaken is not None and not self._database.is_sqlite:
                    # who lost a race once waits in line, so that no crowd can overtake for ever
                    lock_rows(connection, before.overtaken.table, before.overtaken.keys)
                done = self._within(command, ctx, key)
        except Overtaken as overtaken:
            self._evict(contexts)
            return _Again(overtaken)
        except BaseException as error:
            self._evict(contexts)
            if is_race(error) or (is_lost(error) and (done is None or key is not None)):
                return _Again()
            if is_lost(error):
                # the connection went away during the commit, and no key tells whether it was in time
                raise Conflict(
                    "The connection to the database was lost while saving; look whether it was done, then repeat it",
                    code="outcome-unknown",
                )
            if is_busy(error):
                raise Conflict("The database is busy; repeat the action in a moment", code="database-busy")
            if is_full(error):
                raise JingbanError(
                    "The disk of the database is full, and nothing was changed; make room on it, then repeat the action",
                    code="storage-full",
                )
            raise
        return done

    def _within(self, command: Command, ctx: Context, key: str | None) -> _Done:
        body = ""
        if key is not None:
            body = body_hash(command)
            known = find_answer(ctx.db, ctx.actor, key, body)
            if known is not None:
                return _Done(known.value, None)
        for guard in self._registry.guards_of(type(command)):
            guard(command, ctx)
        answer = self._registry.handler_of(type(command))(command, ctx)
        if key is not None and ctx.refusal is None:
            answer = keep_answer(ctx.changes, ctx.actor, key, body, answer, ctx.now)
        ctx.changes.flush(ctx.db)
        return _Done(answer, ctx)

    def _finish(self, command: Command, done: _Done) -> Any:
        if done.ctx is None:
            return done.answer
        for act in done.ctx.after:
            _isolated(act, type(command).__name__)
        if done.ctx.refusal is not None:
            raise done.ctx.refusal
        return done.answer

    def _tell(self, event: Event, ctx: Context) -> None:
        for subscriber in self._registry.subscribers_of(type(event)):
            subscriber(event, ctx)

    def _evict(self, contexts: list[Context]) -> None:
        live = self._services[LiveStates]
        for ctx in contexts:
            for case_id in ctx.touched:
                live.evict(case_id)


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
