"""Many runs of one process with random durations and answers: how long it takes, which way it goes, how often.

Repeatable: the same seed gives the same figures.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from engine.bpmn import read_program
from engine.kernel.errors import InvalidInput
from engine.simulation.durations import Durations
from engine.simulation.simulate import START, split_files
from engine.simulation.world import World

MAX_RUNS = 100_000
PERCENTILES = (5, 25, 50, 75, 90, 95, 99)


@dataclass(frozen=True, slots=True)
class Figures:
    """`hours`: percentile → hours from start to end of the runs that ended; `ends`, `paths`: shares between 0 and 1."""

    runs: int
    hours: dict[int, float]
    mean_hours: float | None
    ends: dict[str, float]
    paths: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """JSON-compatible."""
        return {
            "runs": self.runs,
            "hours": {f"p{name}": value for name, value in self.hours.items()},
            "mean_hours": self.mean_hours,
            "ends": self.ends,
            "paths": self.paths,
        }


def monte_carlo(
    xml: bytes | Mapping[str, bytes],
    *,
    runs: int,
    durations: Mapping[str, Any] | None = None,
    process: str | None = None,
    data: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    seed: int = 0,
    max_steps: int = 10_000,
    start: datetime = START,
) -> Figures:
    """Run a process `runs` times.

    `durations`: see `Durations`. An answer `{"@random": [[weight, data], …]}` is drawn anew each time. A path is the
    tasks and end events that were completed, in the order of the file, with ×n for repetitions: what ran in parallel
    counts as one path whoever came first.
    """
    if not 1 <= runs <= MAX_RUNS:
        raise InvalidInput(f"runs must be 1 to {MAX_RUNS:,}", code="simulation-runs")
    files, models = split_files(xml)
    program = read_program(files, process)
    random = Random(seed)
    order = {node.id: number for number, node in enumerate(program.nodes())}
    hours: list[float] = []
    ends: Counter[str] = Counter()
    paths: Counter[str] = Counter()
    for _ in range(runs):
        drawn, takes = _drawn(answers, random), Durations(durations, random)
        world = World(program, models, drawn, (), (), start, None, max_steps, takes)
        world.begin(dict(data or {}))
        while world.advance():
            pass
        state = world.outcome()
        ends[state] += 1
        paths[_path(world.way, order)] += 1
        if state == "completed":
            hours.append((world.now - start).total_seconds() / 3600)
    hours.sort()
    return Figures(
        runs,
        {percent: _percentile(hours, percent) for percent in PERCENTILES} if hours else {},
        sum(hours) / len(hours) if hours else None,
        {name: count / runs for name, count in ends.most_common()},
        {name: count / runs for name, count in paths.most_common(50)},
    )


def _drawn(answers: Mapping[str, Any] | None, random: Random) -> dict[str, Any]:
    drawn: dict[str, Any] = {}
    for element, answer in (answers or {}).items():
        if isinstance(answer, Mapping) and "@random" in answer:
            weights, values = zip(*answer["@random"], strict=True)
            # enough draws for every round of rework that a run can have
            drawn[element] = random.choices(values, weights, k=64)
        else:
            drawn[element] = answer
    return drawn


def _path(way: list[str], order: Mapping[str, int]) -> str:
    times = Counter(way)
    elements = sorted(times, key=lambda element: order[element])
    return " → ".join(
        element if times[element] == 1 else f"{element} ×{times[element]}" for element in elements
    )


def _percentile(ordered: list[float], percent: int) -> float:
    """Nearest rank: the smallest value that at least `percent` per cent do not exceed."""
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
