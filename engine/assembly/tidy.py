"""Forget what has served its time: answers to old idempotency keys, expired tokens, counted log-in failures, messages kept
longer than they were to be, what the queue remembers of jobs that have ended.

Nothing that belongs to a case is ever forgotten here.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete

from engine.cases.inbound.tables import kept_messages
from engine.dispatch.idempotency import forget_answers
from engine.identity.tables import login_failures, tokens
from engine.jobs import Jobs
from engine.kernel.log import logger
from engine.store import Database

KEEP_ANSWERS: Final = timedelta(hours=48)
KEEP_FAILURES: Final = timedelta(days=1)
KEEP_JOBS: Final = timedelta(days=3)
BATCH: Final = 1000
_log = logger("tidy")


def tidy(database: Database, jobs: Jobs, now: datetime) -> int:
    """Returns how many rows were forgotten."""
    with database.write() as db:
        forgotten = forget_answers(db, now - KEEP_ANSWERS)
        forgotten += db.execute(delete(tokens).where(tokens.c.expires_at <= now)).rowcount
        failures = delete(login_failures).where(login_failures.c.at <= now - KEEP_FAILURES)
        forgotten += db.execute(failures).rowcount
        forgotten += db.execute(delete(kept_messages).where(kept_messages.c.expires_at <= now)).rowcount
    ended = BATCH
    while ended == BATCH:
        ended = jobs.forget(now - KEEP_JOBS, BATCH)
        forgotten += ended
    _log.info("tidied", extra={"forgotten": forgotten})
    return forgotten
