"""One completion in process, from the command to the commit: `jingban bench joint4`.

Each case has six completions (accept, four reviews, decide) with 2 KB of form data each; claims are not counted. For each database the floor runs in the same run, and the ratio is what to compare between machines.
"""

import argparse
import gc
import statistics
import time
from typing import Any

from benchmarks._models import FORM, joint
from benchmarks._places import Place, postgres_place, sqlite_place
from engine.assembly import Platform, build
from engine.cases.start import StartCase
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM, Actor
from engine.seed.load import load
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem

APPLICANT = {
    "kind": "organisation",
    "name": "长春样例建设有限公司",
    "id_type": "uscc",
    "id_number": "91220101MA0TE5T080",
    "contact_name": "赵启明",
    "contact_phone": "13800005678",
}
ANSWERS = {"agreed": True, "remarks": "经审查，" * 170}
PEOPLE = {
    ("window", "clerk"): "clerk",
    ("housing", "reviewer"): "housing.review",
    ("planning", "reviewer"): "planning.review",
    ("fire", "reviewer"): "fire.review",
    ("defence", "reviewer"): "defence.review",
    ("housing", "chief"): "housing.chief",
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=150, help="cases a round (default 150)")
    options.add_argument(
        "--rounds", type=int, default=3, help="rounds of which the median counts (default 3)"
    )
    options.add_argument(
        "--floor-seconds", type=float, default=3.0, help="how long the floor runs (default 3)"
    )
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = options.parse_args()
    print(f"{'database':10}{'completions/s':>15}{'CPU ms each':>13}{'p95 ms':>9}{'floor/s':>10}{'ratio':>8}")
    for open_place in (sqlite_place, postgres_place):
        if chosen.database not in ("both", open_place.__name__.removesuffix("_place")):
            continue
        with open_place() as place:
            report(place, chosen.cases, chosen.rounds, chosen.floor_seconds)


def report(place: Place, cases: int, rounds: int, floor_seconds: float) -> None:
    """Measure one database and print its line."""
    platform = build(place.settings)
    try:
        for _ in load(platform):
            pass
        platform.execute(Deploy({"joint4.bpmn": joint(4), "review.json": FORM}, "benchmark"), SYSTEM)
        people = {place_of: platform.actor(name) for place_of, name in PEOPLE.items()}
        play(platform, people, max(2, cases // 10))
        measured = [play(platform, people, cases) for _ in range(rounds)]
    finally:
        platform.close()
    floor = place.floor(floor_seconds)
    rate = statistics.median(one["rate"] for one in measured)
    cpu = statistics.median(one["cpu"] for one in measured)
    p95 = statistics.median(one["p95"] for one in measured)
    print(f"{place.name:10}{rate:15,.0f}{cpu:13.2f}{p95:9.2f}{floor:10,.0f}{rate / floor:8.2f}", flush=True)


def play(platform: Platform, people: dict[tuple[str, str], Actor], cases: int) -> dict[str, float]:
    """Run cases to their end; only completions are timed."""
    clerk = people["window", "clerk"]
    times: list[float] = []
    cpu = 0.0
    gc.collect()
    for _ in range(cases):
        data = {"agreed": True}
        case = platform.execute(StartCase(APPLICANT, definition="joint4", data=data, channel="window"), clerk)
        open_items: list[Any] = list(case["work_items"])
        while open_items:
            item = open_items.pop(0)
            actor = people[item["department"], item["role"]]
            platform.execute(ClaimWorkItem(item["id"]), actor)
            begun, begun_cpu = time.perf_counter(), time.process_time()
            done = platform.execute(CompleteWorkItem(item["id"], ANSWERS, opinion="同意"), actor)
            cpu += time.process_time() - begun_cpu
            times.append(time.perf_counter() - begun)
            open_items.extend(done["opened"])
    times.sort()
    return {
        "rate": len(times) / sum(times),
        "cpu": cpu / len(times) * 1000,
        "p95": times[int(len(times) * 0.95)] * 1000,
    }


if __name__ == "__main__":
    main()
