"""The inbox as it grows, over HTTP on PostgreSQL: `jingban bench inbox`.

One department holds all open items, which is harder than any real distribution; they are written by SQL, spread over three
weeks of due dates, five items and both priorities. A real server answers; one client asks for the first page of 20, for a
page in the middle of the green ones, and for the counts. The ratio compares with the smallest size of the same run.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from benchmarks._models import FORM, joint
from benchmarks._places import Place, postgres_place
from benchmarks.joint4 import APPLICANT
from engine.assembly import build
from engine.cases.start import StartCase
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM
from engine.identity.issue_token import IssueToken
from engine.seed.load import load

DEPARTMENT, PERSON = "housing", "housing.review"
PATHS = {
    "mine": "/api/v1/inbox?limit=20",
    "department": f"/api/v1/departments/{DEPARTMENT}/inbox?limit=20",
    "green page 2": f"/api/v1/departments/{DEPARTMENT}/inbox?limit=20&light=green&cursor=",
    "counts": "/api/v1/inbox/counts",
    "department counts": f"/api/v1/inbox/counts?department={DEPARTMENT}",
}
_FILL = """
insert into work_items (id, region, case_id, act, element, name, department, role, kind, state, round, opened_at,
  limit_days, due_promise, yellow_on, red_on, priority, clock_started, item_code, item_name, case_number,
  applicant_masked, channel, flags, excludes, version)
select %(case)s || '-b' || lpad(n::text, 9, '0'), %(region)s, %(case)s, 'b' || n, 'Review0', '审查', %(department)s,
  'reviewer', 'review', 'ready', 1, now() - n * interval '1 second', 10, day, day - 2, day + 1,
  case when n %% 25 = 0 then 0 else 1 end, true, 'item' || n %% 5, '{"en":"Item","zh-CN":"事项"}',
  '2201002026' || lpad(n::text, 10, '0'), '长春示范建设有限公司', 'web', '[]', '[]', 1
from (select n, current_date - 3 + (n %% 20)::int as day from generate_series(%(first)s::bigint, %(last)s::bigint) n) rows
"""
_COUNT = """
insert into work_item_counts (region, department, role, state, priority, item_code, stage, yellow_on, red_on, n, folded)
select region, department, role, state, priority, item_code, stage, yellow_on, red_on, count(*), true
from work_items where state in ('ready', 'claimed') group by 1, 2, 3, 4, 5, 6, 7, 8, 9
"""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    options.add_argument("--requests", type=int, default=200, help="of each kind and size (default 200)")
    chosen = options.parse_args()
    print(f"{'open items':>12} {'asked for':20}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}")
    with postgres_place() as place:
        region, case, token = prepare(place)
        smallest: dict[str, float] = {}
        held = 0
        with served(place) as address:
            for size in chosen.sizes:
                fill(place, region, case, held, size)
                held = size
                for name, path in PATHS.items():
                    p50, p95 = ask(address, token, path, chosen.requests)
                    smallest.setdefault(name, p50)
                    print(f"{size:12,} {name:20}{p50:9.2f}{p95:9.2f}{p50 / smallest[name]:8.2f}", flush=True)


def prepare(place: Place) -> tuple[str, str, str]:
    """The sample organisation and one case to hang the items on: (region, case id, token)."""
    platform = build(place.settings)
    try:
        for _ in load(platform):
            pass
        platform.execute(Deploy({"joint4.bpmn": joint(4), "review.json": FORM}, "benchmark"), SYSTEM)
        clerk = platform.actor("clerk")
        case = platform.execute(StartCase(APPLICANT, definition="joint4", channel="window"), clerk)
        token = str(platform.execute(IssueToken(PERSON), SYSTEM)["token"])
        return clerk.region, str(case["id"]), token
    finally:
        platform.close()


def fill(place: Place, region: str, case: str, held: int, size: int) -> None:
    """Bring the number of open items of the department to `size`."""
    given = {"region": region, "case": case, "department": DEPARTMENT, "first": held + 1, "last": size}
    with psycopg.connect(place.settings.database_url, autocommit=True) as db:
        with db.transaction():
            # one row of ±1 for each of a million items would be folded away again at once
            db.execute("alter table work_items disable trigger user")
            db.execute(_FILL, given)
            db.execute("alter table work_items enable trigger user")
            db.execute("delete from work_item_counts")
            db.execute(_COUNT)
        db.execute("vacuum analyze work_items")
        db.execute("vacuum analyze work_item_counts")
        db.execute("checkpoint")


@contextmanager
def served(place: Place) -> Iterator[str]:
    """A real server of this database with one worker process; its host and port."""
    environment = {
        **os.environ,
        "JINGBAN_VAR": str(place.settings.var),
        "JINGBAN_DATABASE_URL": place.settings.database_url,
    }
    command = [sys.executable, "-m", "engine.cli", "serve", "--port", "0", "--no-worker"]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    try:
        yield urlsplit(server.stdout.readline().split()[2]).netloc
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


def ask(address: str, token: str, path: str, times: int) -> tuple[float, float]:
    """(p50, p95) in milliseconds over one connection that is kept."""
    connection = http.client.HTTPConnection(address, timeout=60)
    headers = {"Authorization": f"Bearer {token}"}

    def one(of: str) -> bytes:
        connection.request("GET", of, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{of}: {response.status} {body[:500]!r}")
        return body

    if path.endswith("cursor="):
        path += str(json.loads(one(path.removesuffix("&cursor=")))["next"])
    for _ in range(max(5, times // 10)):
        one(path)
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        one(path)
        taken.append((time.perf_counter() - begun) * 1000)
    connection.close()
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


if __name__ == "__main__":
    main()
