"""The token step alone, without a database: `jingban bench step`. The floor is a bare copy of a state's dictionaries."""

import argparse
import statistics
import time
from datetime import UTC, datetime

from benchmarks._models import joint
from engine.bpmn import Program, State, inputs, read_program, step

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=400, help="cases a round (default 400)")
    options.add_argument(
        "--rounds", type=int, default=5, help="rounds of which the median counts (default 5)"
    )
    chosen = options.parse_args()
    print(f"{'process':10}{'step µs':>9}{'dump µs':>9}{'load µs':>9}{'bytes':>7}{'floor µs':>10}{'ratio':>8}")
    for branches in (4, 12):
        program = read_program({"joint.bpmn": joint(branches)})
        stepped = statistics.median(_play(program, chosen.cases) for _ in range(chosen.rounds))
        state = _half_way(program)
        text = state.dump()
        dumped, loaded = _each(state.dump), _each(lambda text=text: State.load(text))
        floor = _each(
            lambda state=state: [getattr(state, name).copy() for name in ("acts", "vars", "scopes", "waits")]
        )
        row = f"{f'joint{branches}':10}{stepped:9.1f}{dumped:9.1f}{loaded:9.1f}{len(text):7}"
        print(f"{row}{floor:10.2f}{stepped / floor:8.1f}")


def _play(program: Program, cases: int) -> float:
    spent, steps = 0.0, 0
    for _ in range(cases):
        state = step(program, None, inputs.Start({"agreed": True}), NOW).state
        while state.status == "active":
            item = inputs.Complete(next(iter(state.acts)))
            begun = time.perf_counter()
            state = step(program, state, item, NOW).state
            spent += time.perf_counter() - begun
            steps += 1
    return spent / steps * 1e6


def _half_way(program: Program) -> State:
    state = step(program, None, inputs.Start({"agreed": True}), NOW).state
    return step(program, state, inputs.Complete(next(iter(state.acts))), NOW).state


def _each(act: object, times: int = 2000) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        act()  # type: ignore[operator]
    return (time.perf_counter() - begun) / times * 1e6


if __name__ == "__main__":
    main()
