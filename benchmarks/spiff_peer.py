"""The peer: stock SpiffWorkflow with its own serializer, the same process, the same rows: `jingban bench spiff_peer`.

One completion: read the case, deserialize, complete the ready task, run on, serialize, write case, event, answers and work
items with SQLAlchemy Core, commit. No permissions, no forms, no hash chain. Ours runs in the same run on the same database, and
`ratio` is ours / peer.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)

from benchmarks._models import joint
from benchmarks._office import ANSWERS, Office, office
from benchmarks._places import PAYLOAD, Place, postgres_place, sqlite_place

metadata = MetaData()
CASES = Table(
    "peer_cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer),
    Column("state", Text),
)
EVENTS = Table(
    "peer_events",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("payload", Text),
)
ITEMS = Table(
    "peer_items",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", Integer, index=True),
    Column("state", String(12)),
    Column("name", String(80)),
)
DATA = Table(
    "peer_data",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("source", String(40), primary_key=True),
    Column("data", Text),
)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=60, help="cases a round (default 60)")
    options.add_argument(
        "--rounds", type=int, default=3, help="rounds of which the median counts (default 3)"
    )
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = options.parse_args()
    print(
        f"{'database':10}{'peer/s':>9}{'CPU ms':>8}{'p95 ms':>8}{'state B':>9}{'ours/s':>9}{'CPU ms':>8}{'p95 ms':>8}{'ratio':>8}"
    )
    for open_place in (sqlite_place, postgres_place):
        if chosen.database not in ("both", open_place.__name__.removesuffix("_place")):
            continue
        with open_place() as place:
            report(place, chosen.cases, chosen.rounds)


def report(place: Place, cases: int, rounds: int) -> None:
    """Measure one database and print its line: peer and ours by turns."""
    with office(place) as ours:
        peer = Peer(place)
        try:
            measured: dict[str, list[tuple[float, float, float]]] = {"peer": [], "ours": []}
            for number in range(rounds + 1):
                for name, play in (("peer", peer.play), ("ours", lambda: _ours(ours))):
                    told = _timed(play, cases if number else max(2, cases // 10))
                    if number:
                        measured[name].append(told)
            size = peer.state_size()
        finally:
            peer.close()
    theirs, own = (
        tuple(map(statistics.median, zip(*measured[name], strict=True))) for name in ("peer", "ours")
    )
    line = f"{place.name:10}{theirs[0]:9,.0f}{theirs[1]:8.2f}{theirs[2]:8.2f}{size:9,.0f}"
    print(f"{line}{own[0]:9,.0f}{own[1]:8.2f}{own[2]:8.2f}{own[0] / theirs[0]:8.2f}", flush=True)


class Peer:
    """Stock SpiffWorkflow on tables of its own beside ours."""

    def __init__(self, place: Place) -> None:
        self._engine = _engine(place)
        metadata.create_all(self._engine)
        parser = BpmnParser()
        # its conditions are Python
        parser.add_bpmn_xml(etree.fromstring(joint(4).replace(b"agreed = true", b"agreed == True")))
        self._spec = parser.get_spec("joint4")
        self._serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())
        self._last = 0

    def play(self) -> Iterator[tuple[float, float]]:
        """One case to its end; seconds and CPU seconds of each completion."""
        self._last += 1
        case = self._last
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        open_items = [str(task.id) for task in workflow.get_tasks(state=TaskState.READY, manual=True)]
        with self._engine.begin() as db:
            db.execute(
                CASES.insert(), {"id": case, "version": 0, "state": self._serializer.serialize_json(workflow)}
            )
            db.execute(
                ITEMS.insert(),
                [{"id": item, "case_id": case, "state": "ready", "name": "item"} for item in open_items],
            )
        seq = 0
        while open_items:
            seq += 1
            item = open_items.pop(0)
            began, began_cpu = time.perf_counter(), time.process_time()
            with self._engine.begin() as db:
                opened = self._complete(db, case, seq, item)
            yield time.perf_counter() - began, time.process_time() - began_cpu
            open_items += opened

    def _complete(self, db: Connection, case: int, seq: int, item: str) -> list[str]:
        row = db.execute(CASES.select().where(CASES.c.id == case)).one()
        workflow = self._serializer.deserialize_json(row.state)
        before = {str(task.id) for task in workflow.get_tasks(state=TaskState.READY, manual=True)}
        task = next(task for task in workflow.get_tasks(state=TaskState.READY) if str(task.id) == item)
        task.set_data(agreed=True)
        task.run()
        workflow.do_engine_steps()
        ready = [str(task.id) for task in workflow.get_tasks(state=TaskState.READY, manual=True)]
        opened = [each for each in ready if each not in before]
        changed = {"version": row.version + 1, "state": self._serializer.serialize_json(workflow)}
        done = db.execute(CASES.update().where(CASES.c.id == case, CASES.c.version == row.version), changed)
        assert done.rowcount == 1
        db.execute(EVENTS.insert(), {"case_id": case, "seq": seq, "payload": PAYLOAD})
        db.execute(DATA.insert(), {"case_id": case, "source": item, "data": ANSWERS["remarks"]})
        db.execute(ITEMS.update().where(ITEMS.c.id == item), {"state": "completed"})
        if opened:
            db.execute(
                ITEMS.insert(),
                [{"id": each, "case_id": case, "state": "ready", "name": "item"} for each in opened],
            )
        return opened

    def state_size(self) -> float:
        """Bytes of a finished case's state."""
        with self._engine.connect() as db:
            return statistics.mean(len(row.state) for row in db.execute(CASES.select()))

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def _engine(place: Place) -> Engine:
    engine = create_engine(place.settings.url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _durable(connection: Any, _: object) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    return engine


def _ours(ours: Office) -> Iterator[tuple[float, float]]:
    case = ours.start("joint4")
    for seconds in ours.play(case["work_items"]):
        yield seconds, ours.cpu


def _timed(play: Callable[[], Iterator[tuple[float, float]]], cases: int) -> tuple[float, float, float]:
    gc.collect()
    spent = [each for _ in range(cases) for each in play()]
    times = sorted(seconds for seconds, _ in spent)
    rate = len(times) / sum(times)
    return rate, sum(cpu for _, cpu in spent) / len(spent) * 1000, times[int(len(times) * 0.95)] * 1000


if __name__ == "__main__":
    main()
