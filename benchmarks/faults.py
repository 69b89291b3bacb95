"""Prove that nothing acknowledged is lost and nothing happens twice: `jingban bench faults [SCENARIO…]`.

Each scenario starts a new installation with real servers, loads it over HTTP, does its harm at random points, lets the load
finish, and has the independent check compare the journal of acknowledgements with the database. `findings` must be 0;
`ratio` is the share of acknowledged acts that nothing is wrong with. Exit code 1 when anything was found.

Scenarios: kill-postgres (50 times kill -9 of everything, of the main process, of one answering process, of one background
worker), kill-sqlite (20), database (immediate stop of PostgreSQL and start), cut-clients, cut-database (lines reset in
mid-request by a proxy), timers (two workers on the same due timers, killed in turn), disk (full disk on SQLite), clock (jumps back and forth between restarts), slow (clients that send
a byte a second).
"""

import argparse
import sys
import time

from benchmarks.fire.scenarios import SCENARIOS, Options


def main() -> None:
    """Fight and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("scenarios", nargs="*", choices=[*SCENARIOS, []], help="default: all")
    options.add_argument("--faults", type=int, help="harms in each scenario (default: as the scenario says)")
    options.add_argument("--clients", type=int, default=6, help="clients over HTTP (default 6)")
    options.add_argument(
        "--workers", type=int, default=2, help="answering processes on PostgreSQL (default 2)"
    )
    options.add_argument("--seed", type=int, default=1, help="of every random choice (default 1)")
    chosen = options.parse_args()
    columns = (
        "faults",
        "acked",
        "cases",
        "lost answers",
        "fault→act ms",
        "ready→act ms",
        "longest ms",
        "findings",
        "ratio",
    )
    print(f"{'scenario':16}" + "".join(f"{name:>14}" for name in columns), flush=True)
    found = 0
    for name in chosen.scenarios or SCENARIOS:
        began = time.perf_counter()
        fought = SCENARIOS[name](Options(chosen.faults, chosen.clients, chosen.workers, chosen.seed))
        clean = max(0, fought.acknowledged - len(fought.findings)) / max(1, fought.acknowledged)
        after_ready = max(fought.after_ready, default=0.0)
        figures = (fought.faults, fought.acknowledged, fought.cases, fought.lost_answers)
        times = (max(fought.after_fault, default=0.0), after_ready, fought.longest_act)
        row = "".join(f"{figure:14}" for figure in figures) + "".join(f"{each:14,.0f}" for each in times)
        print(f"{name:16}{row}{len(fought.findings):14}{clean:14.4f}", flush=True)
        print(f"# {name}: {time.perf_counter() - began:.0f} s, {fought.events} events", file=sys.stderr)
        if fought.ended_by_itself:
            print(
                f"# {name}: the server ended {fought.ended_by_itself} times when one process died",
                file=sys.stderr,
            )
        for finding in fought.findings[:20]:
            print(f"# {name}: {finding}", file=sys.stderr, flush=True)
        found += len(fought.findings)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
