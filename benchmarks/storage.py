"""What a case costs on the disk, and what it costs while nobody touches it: `jingban bench storage`.

A finished joint4 case with everything kept (events, answers, opinions, work items): tables with their indexes, divided by the number of cases, once compact and once as they lie (a busy table keeps gaps, which
the next cases fill). Measured with 2 KB of form data a case, and with 2 KB at the start and at each
completion; the floor of both is the bytes of what people wrote.
"""

import argparse
import time
from collections.abc import Mapping
from typing import Any

import psutil

from benchmarks._office import ANSWERS, Office, office
from benchmarks._places import Place, postgres_place, sqlite_place
from benchmarks._report import Figure, head, row
from benchmarks._rows import Rows
from benchmarks.fire.installation import Installation
from benchmarks.fire.serving import Process
from engine.work.tally import fold, unfolded

SHORT: Mapping[str, Any] = {"agreed": True, "remarks": "经审查，符合条件，同意。"}
WARMING = 5


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=200, help="finished cases (default 200)")
    options.add_argument(
        "--idle-cases", type=int, default=20_000, help="open cases of the idle test (default 20000)"
    )
    options.add_argument("--idle-seconds", type=float, default=20, help="how long they idle (default 20)")
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = options.parse_args()
    head("storage")
    for open_place in (postgres_place, sqlite_place):
        if chosen.database not in ("both", open_place.__name__.removesuffix("_place")):
            continue
        with open_place() as place, office(place) as at:
            rows = Rows(place)
            # the first pages of tables and indexes are not what a case costs
            for _ in range(WARMING):
                for _ in at.play(at.start("joint4", SHORT)["work_items"], lambda _: SHORT):
                    pass
            finished(place, at, rows, chosen.cases)
            half_way(place, at, rows)
            case = at.start("joint4", SHORT)
            if place.server is not None:
                idle(place, rows, case, chosen.idle_cases, chosen.idle_seconds)
            rows.close()


def finished(place: Place, at: Office, rows: Rows, cases: int) -> None:
    """Bytes of a finished case."""
    for name, start, answers in (
        ("2 KB of form data in all", ANSWERS, SHORT),
        ("2 KB at the start and at each of 6 completions", ANSWERS, ANSWERS),
    ):
        settle(at)
        before, by_table = rows.size(compact=True), rows.sizes()
        for _ in range(cases):
            for _ in at.play(at.start("joint4", start)["work_items"], lambda _, told=answers: told):
                pass
        settle(at)
        lying = (rows.size() - before) / cases
        size = (rows.size(compact=True) - before) / cases
        written = len(start["remarks"].encode()) + 6 * len(answers["remarks"].encode())
        aim = 12_000 if answers is SHORT else None
        row(Figure(f"{place.name}: finished joint4, {name}", size, "B", aim, written))
        row(Figure("    with the gaps that its changes left", lying, "B", None, size))
        grown = {table: (now - by_table.get(table, 0)) / cases for table, now in rows.sizes().items()}
        for table, share in sorted(grown.items(), key=lambda entry: -entry[1])[:7]:
            if share >= 100:
                row(Figure(f"    of it {table}", share, "B", None, size))


def settle(at: Office) -> None:
    """Fold the counts of open items, as the worker does every ten seconds: their rows are the work at hand, not the case."""
    with at.platform.database.write() as db:
        while unfolded(db):
            fold(db)


def half_way(place: Place, at: Office, rows: Rows) -> None:
    """Bytes of the state of an open case after its first completion."""
    for definition in ("joint4", "joint12", "eng14"):
        case = at.start(definition)
        first = next(iter(at.play(case["work_items"])))
        assert first > 0
        size = rows.one(f"SELECT length(state) FROM cases WHERE id = '{case['id']}'")
        row(Figure(f"{place.name}: state of an open {definition}", size, "B"))


def idle(place: Place, rows: Rows, case: Mapping[str, Any], count: int, seconds: float) -> None:
    """CPU that open cases cost while nothing happens: a background worker and PostgreSQL, with few and with many."""
    installation = Installation(place.settings.var, place.settings.var, str(place.settings.url), place.server)
    spent = []
    for number in (0, count):
        if number:
            rows.copy_case(case["id"], case["number"], 1, number)
        worker = Process(installation, "idle", "worker")
        worker.start()
        time.sleep(4)  # its start is not what is measured
        before = _cpu(worker, place)
        time.sleep(seconds)
        spent.append(_cpu(worker, place) - before)
        worker.stop()
    each = (spent[1] - spent[0]) / count * (120 / seconds) * 1000
    row(Figure(f"worker and PostgreSQL, few open cases, {seconds:g} s", spent[0] * 1000, "ms CPU"))
    row(Figure(f"worker and PostgreSQL, {count:,} open cases, {seconds:g} s", spent[1] * 1000, "ms CPU"))
    row(Figure("an open case, 120 s of idleness (aim 0)", max(0.0, each), "ms CPU", 0.01))


def _cpu(worker: Process, place: Place) -> float:
    main = psutil.Process(place.server.get_pid())
    families = [*worker.family(), main, *main.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in families)


if __name__ == "__main__":
    main()
