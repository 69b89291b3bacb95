"""Numbers that only the database knows, as Prometheus reads them: asked at a scrape, bounded, and kept for a few seconds.

Every process would tell the same, so they are written by whoever is scraped and not added up.
"""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from engine.cases.calls.queries import due_since
from engine.cases.incidents.list import open_incidents
from engine.deadlines.tables import waits
from engine.store import Database
from engine.work.tables import work_item_counts

KEPT_SECONDS: Final = 5.0
MOST: Final = 10_000
"""Nothing is counted further than this: a number that bad needs no exact value."""


class Sample(NamedTuple):
    """One value of a gauge; `label` is (name, value) or None."""

    value: float
    label: tuple[str, str] | None = None


class DatabaseGauge(NamedTuple):
    """A gauge and the statement behind it."""

    name: str
    help: str
    read: Callable[[Connection, datetime], Iterable[Sample]]


def _open_items(db: Connection, now: datetime) -> Iterable[Sample]:
    kept = work_item_counts.c
    found = {"ready": 0, "claimed": 0}
    found.update(
        (state, int(n)) for state, n in db.execute(select(kept.state, func.sum(kept.n)).group_by(kept.state))
    )
    return [Sample(number, ("state", state)) for state, number in sorted(found.items())]


def _overdue(db: Connection, now: datetime) -> Iterable[Sample]:
    some = select(waits.c.due_at).where(waits.c.due_at <= now).limit(MOST).subquery()
    return [Sample(db.execute(select(func.count()).select_from(some)).scalar_one())]


def _sweep_lag(db: Connection, now: datetime) -> Iterable[Sample]:
    # a timer that failed waits for its next attempt; it is an incident and not a lag
    oldest = db.execute(
        select(func.min(waits.c.due_at)).where(waits.c.due_at <= now, waits.c.error.is_(None))
    ).scalar()
    return [Sample(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)]


def _queue_age(db: Connection, now: datetime) -> Iterable[Sample]:
    # asked of what is owed and not of the queue, which also knows jobs that changed nothing
    oldest = due_since(db, now)
    return [Sample((now - oldest).total_seconds() if oldest else 0.0)]


def _incidents(db: Connection, now: datetime) -> Iterable[Sample]:
    return [Sample(open_incidents(db))]


GAUGES: Final = (
    DatabaseGauge("jingban_open_work_items", "Open work items by state", _open_items),
    DatabaseGauge("jingban_timers_overdue", f"Timers that are due, at most {MOST}", _overdue),
    DatabaseGauge("jingban_sweep_lag_seconds", "Age of the oldest due timer that nobody fired", _sweep_lag),
    DatabaseGauge(
        "jingban_job_queue_age_seconds", "Age of the oldest call of another system that is due", _queue_age
    ),
    DatabaseGauge("jingban_incidents_open", "What failed and waits for people", _incidents),
)


class DatabaseGauges:
    """Tells the gauges of one database; safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._told = ""
        self._until = 0.0

    def as_text(self, now: datetime) -> str:
        """All gauges in the text format of Prometheus, at most `KEPT_SECONDS` old."""
        with self._lock:
            if time.monotonic() >= self._until:
                with self._database.read() as db:
                    self._told = "".join(_written(gauge, gauge.read(db, now)) for gauge in GAUGES)
                self._until = time.monotonic() + KEPT_SECONDS
            return self._told


def _written(gauge: DatabaseGauge, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {gauge.name} {gauge.help}", f"# TYPE {gauge.name} gauge"]
    for sample in samples:
        label = f'{{{sample.label[0]}="{sample.label[1]}"}}' if sample.label else ""
        lines.append(f"{gauge.name}{label} {sample.value}")
    return "\n".join(lines) + "\n"
