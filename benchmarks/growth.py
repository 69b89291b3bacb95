"""Does it stay as fast as it grows? `jingban bench growth`.

Open cases are added by SQL (copies of a real one, with all their rows), and completions of new cases are timed among them;
one case goes through 400 rounds of correction; form data grows a hundredfold. `ratio` is the median completion against the
smallest size of its series, in the same run.
"""

import argparse
import gc
import statistics
from collections.abc import Mapping
from typing import Any

from benchmarks._office import ANSWERS, Office, office
from benchmarks._places import Place, postgres_place, sqlite_place
from benchmarks._report import Figure, head, row
from benchmarks._rows import Rows

SHORT: Mapping[str, Any] = {"agreed": True, "remarks": "短"}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--open",
        type=int,
        nargs="*",
        default=[100, 10_000, 100_000],
        help="open cases, growing; up to 1000000",
    )
    options.add_argument("--rounds", type=int, default=400, help="rounds of correction (default 400)")
    options.add_argument("--cases", type=int, default=40, help="cases timed at each size (default 40)")
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="postgres")
    chosen = options.parse_args()
    head("growth")
    for open_place in (postgres_place, sqlite_place):
        if chosen.database not in ("both", open_place.__name__.removesuffix("_place")):
            continue
        with open_place() as place, office(place) as at:
            processes(place, at, chosen.cases)
            form_data(place, at, chosen.cases)
            rework(place, at, chosen.rounds)
            open_cases(place, at, chosen.open, chosen.cases)


def open_cases(place: Place, at: Office, sizes: list[int], cases: int) -> None:
    """Completions among more and more open cases."""
    rows = Rows(place)
    case = at.start("joint4", SHORT)
    first: tuple[float, float] | None = None
    there = 1
    for size in sizes:
        rows.copy_case(case["id"], case["number"], there, size - there)
        there = size
        middle, p95, cpu = timed(at, "joint4", cases)
        first = first or (middle, cpu)
        told = f"{place.name}: a completion among {size:,} open cases"
        row(Figure(told, middle, "ms", first[0] * 1.3, first[0]))
        row(Figure("    its 95th percentile", p95, "ms"))
        row(Figure("    its CPU in our process", cpu, "ms", first[1] * 1.3, first[1]))
    rows.close()


def rework(place: Place, at: Office, rounds: int) -> None:
    """One case that is returned for correction again and again."""
    contrary = {**SHORT, "agreed": False}
    case = at.start("joint4", SHORT)
    items, spent, cpu = list(case["work_items"]), [], []
    for number in range(rounds):
        for _ in range(5):
            item = items.pop(0)
            at.claim(item)
            items += at.complete(item, contrary if number < rounds - 1 else SHORT)
            spent.append(at.seconds * 1000)
            cpu.append(at.cpu * 1000)
    steps = [step for step in (1, 10, 50, 100, 200, 400) if step <= rounds]
    first: tuple[float, float] | None = None
    for step in steps:
        # five rounds around it, 25 completions
        begin = max(0, min(step * 5 - 15, len(spent) - 25))
        middle = statistics.median(spent[begin : begin + 25])
        first = first or middle
        row(
            Figure(
                f"{place.name}: a completion in round {step} of correction", middle, "ms", first * 1.2, first
            )
        )


def form_data(place: Place, at: Office, cases: int) -> None:
    """Answers of 2 KB and of 200 KB at every step."""
    parts = {f"part{number}": ANSWERS["remarks"] * 2 for number in range(50)}
    small = {"agreed": True, "part0": ANSWERS["remarks"]}
    first, _, _ = timed(at, "large4", cases, small)
    middle, _, _ = timed(at, "large4", cases, {"agreed": True, **parts})
    size = sum(len(part.encode()) for part in parts.values()) / 1024
    row(Figure(f"{place.name}: a completion with 2 KB of answers", first, "ms", None, first))
    row(Figure(f"{place.name}: a completion with {size:.0f} KB of answers", middle, "ms", first * 2, first))


def processes(place: Place, at: Office, cases: int) -> None:
    """CPU of our process for a completion of each reference process."""
    for definition, aim in (("joint4", 0.30), ("joint12", 0.30), ("eng14", 0.40)):
        timed(at, definition, max(2, cases // 10))
        middle, p95, cpu = timed(at, definition, cases)
        row(Figure(f"{place.name}: {definition}, CPU of a completion (mean)", cpu, "ms", aim))
        row(Figure(f"{place.name}: {definition}, a completion (median)", middle, "ms"))
        row(Figure(f"{place.name}: {definition}, a completion (p95)", p95, "ms"))


def timed(
    at: Office, definition: str, cases: int, answers: Mapping[str, Any] = ANSWERS
) -> tuple[float, float, float]:
    """Median and 95th percentile of a completion, and its mean CPU; all in milliseconds."""
    gc.collect()
    spent, cpu = [], 0.0
    for _ in range(cases):
        for seconds in at.play(at.start(definition, {"agreed": True})["work_items"], lambda _: answers):
            spent.append(seconds * 1000)
            cpu += at.cpu * 1000
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95)], cpu / len(spent)


if __name__ == "__main__":
    main()
