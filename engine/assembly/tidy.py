"""Forget what has served its time: answers to old idempotency keys, expired tokens, counted log-in failures; and fold the
counts of open work items, which grow by a row for each change.

Nothing that belongs to a case is ever forgotten here.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from engine.dispatch.idempotency import forget_answers
from engine.identity.tables import login_failures, tokens
from engine.store import Database
from engine.work.tally import fold, unfolded

EVERY = timedelta(hours=1)
FOLD_EVERY = timedelta(seconds=10)
KEEP_ANSWERS = timedelta(hours=48)
KEEP_FAILURES = timedelta(days=1)


class Tidy:
    """Tidies at most once an hour for each process; to do it in several processes does no harm."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: datetime | None = None
        self._folded: datetime | None = None

    def run(self, now: datetime) -> int:
        """Returns how many rows were forgotten; 0 when the last time is less than an hour ago."""
        if self._folded is None or now - self._folded >= FOLD_EVERY:
            self._folded = now
            self._fold()
        if self._last is not None and now - self._last < EVERY:
            return 0
        self._last = now
        with self._database.write() as db:
            forgotten = forget_answers(db, now - KEEP_ANSWERS)
            forgotten += db.execute(delete(tokens).where(tokens.c.expires_at <= now)).rowcount
            failures = delete(login_failures).where(login_failures.c.at <= now - KEEP_FAILURES)
            forgotten += db.execute(failures).rowcount
        return forgotten

    def _fold(self) -> None:
        with self._database.read() as db:
            if not unfolded(db):
                return
        with self._database.write() as db:
            fold(db)
