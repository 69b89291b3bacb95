"""How fast the record proves itself: `jingban bench audit`.

Verification (hash chain and re-execution) of finished cases in events a second of CPU, beside its floor: SHA-256 over the same
stored texts. Replay of a case of 1,000 events to its middle and to its end.
"""

import argparse
import hashlib
import statistics
import time

from benchmarks._office import ANSWERS, Office, office
from benchmarks._places import Place, postgres_place, sqlite_place
from benchmarks._report import Figure, head, row
from benchmarks.fire.record import opened_record
from engine.dispatch import SYSTEM
from engine.history.queries import ReplayCase, VerifyAll


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100, help="finished cases of each kind (default 100)")
    options.add_argument("--events", type=int, default=1000, help="events of the long case (default 1000)")
    options.add_argument(
        "--rounds", type=int, default=5, help="rounds of which the median counts (default 5)"
    )
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = options.parse_args()
    head("audit")
    for open_place in (postgres_place, sqlite_place):
        if chosen.database not in ("both", open_place.__name__.removesuffix("_place")):
            continue
        with open_place() as place, office(place) as at:
            for definition in ("joint4", "eng14"):
                for _ in range(chosen.cases):
                    for _ in at.play(at.start(definition)["work_items"]):
                        pass
            verification(place, at, chosen.rounds)
            replay(place, at, chosen.events, chosen.rounds)


def verification(place: Place, at: Office, rounds: int) -> None:
    """Events a second of CPU."""
    rates = []
    for _ in range(rounds):
        began = time.process_time()
        told = at.platform.ask(VerifyAll(), SYSTEM)
        rates.append(told["events"] / (time.process_time() - began))
        assert told["ok"], told["differing"][:1]
    name = f"{place.name}: verify, {told['cases']} cases, {told['events']} events"
    row(Figure(name, statistics.median(rates), "events/s", 2000, _floor(place), most=False))


def replay(place: Place, at: Office, events: int, rounds: int) -> None:
    """A case that was returned for correction until it had so many events."""
    contrary = {**ANSWERS, "agreed": False}
    case = at.start("joint4")
    items, count = list(case["work_items"]), 1
    while count < events:
        item = items.pop(0)
        at.claim(item)
        items += at.complete(item, contrary)
        count += 2
    for seq in (count // 2, count):
        spent = []
        for _ in range(rounds):
            began = time.perf_counter()
            at.platform.ask(ReplayCase(case["id"], seq), SYSTEM)
            spent.append((time.perf_counter() - began) * 1000)
        row(Figure(f"{place.name}: replay to event {seq} of {count}", statistics.median(spent), "ms", 50))


def _floor(place: Place) -> float:
    """Events a second whose stored payload is read and hashed, and nothing else."""
    where = (
        str(place.settings.var / "jingban.sqlite3") if place.server is None else str(place.server.get_uri())
    )
    began, count = time.process_time(), 0
    with opened_record(where) as record:
        for event in record.events():
            hashlib.sha256(event.data.encode()).digest()
            count += 1
    return count / (time.process_time() - began)


if __name__ == "__main__":
    main()
