"""Over HTTP: a real server on a real PostgreSQL, the generator on the same cores: `jingban bench http`.

Each verb is timed in waves of its own (all cases are started, all items claimed, all completed, and so on), so that a
completion is not measured together with its claim. The floor of completions is `/livez` asked by the same clients: what server
and generator can exchange at all. Then four departments complete the same case at the same instant, round after round.
"""

import argparse
import contextlib
import statistics
from collections import Counter
from collections.abc import Iterator
from random import Random

import psutil

from benchmarks._report import Figure, head, row
from benchmarks.fire.installation import Installation, postgres_installation
from benchmarks.fire.serving import Server
from benchmarks.load.people import log_in
from benchmarks.load.waves import Clients, Request, Wave, claims, completions, starts


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=150, help="cases a round (default 150)")
    options.add_argument(
        "--rounds", type=int, default=3, help="rounds of which the median counts (default 3)"
    )
    options.add_argument("--clients", type=int, default=6, help="clients (default 6)")
    options.add_argument("--workers", type=int, default=2, help="answering processes (default 2)")
    options.add_argument("--simultaneous", type=int, default=200, help="rounds of four at once (default 200)")
    chosen = options.parse_args()
    head("http")
    with postgres_installation() as installation, served(installation, chosen.workers) as server:
        tokens = log_in(*server.address)
        clients = Clients(server.address, tokens, chosen.clients)
        play(clients, max(2, chosen.cases // 10), "warm")
        before = cpu(server), cpu_of_postgres(installation)
        rounds = [play(clients, chosen.cases, f"r{number}") for number in range(chosen.rounds)]
        spent = cpu(server) - before[0], cpu_of_postgres(installation) - before[1]
        floor = statistics.median(exchanged(clients) for _ in range(chosen.rounds))
        tell(rounds, floor, spent)
        clients.close()
        one = Clients(server.address, tokens, 1)
        tell_alone(one.send(starts("joint4", chosen.cases, "alone")))
        one.close()
        four = Clients(server.address, tokens, 4)
        tell_simultaneous(simultaneous(four, chosen.simultaneous))
        four.close()
        used = max(process.memory_info().rss for process in server.answering()) / 1e6
        row(Figure("memory of an answering process (RSS)", used, "MB", 120))


@contextlib.contextmanager
def served(installation: Installation, workers: int) -> Iterator[Server]:
    """A server that is ready, stopped at the end."""
    server = Server(installation, workers=workers)
    server.start()
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


def play(clients: Clients, cases: int, name: str) -> dict[str, list[Wave]]:
    """Run cases from start to end in waves; `{start, claim, complete}`. Raises RuntimeError for any error."""
    waves: dict[str, list[Wave]] = {"start": [], "claim": [], "complete": []}

    chance = Random(name)

    def send(verb: str, requests: list[Request]) -> list[dict]:
        # as people come: the reviews of one case are not asked for side by side; that is measured by itself
        chance.shuffle(requests)
        wave = clients.send(requests)
        if wave.errors:
            raise RuntimeError(f"{verb}: {Counter(wave.errors)}")
        waves[verb].append(wave)
        return [answer.json for answer in wave.answers]

    items = [item for case in send("start", starts("joint4", cases, name)) for item in case["work_items"]]
    while items:
        send("claim", claims(items))
        items = [item for done in send("complete", completions(items)) for item in done["opened"]]
    return waves


def simultaneous(clients: Clients, rounds: int, name: str = "four") -> list[Wave]:
    """Four departments complete their items of one case at the same instant; one wave a round."""
    waves = []
    for number in range(rounds):
        case = clients.send(starts("joint4", 1, f"{name}-{number}")).answers[0].json
        clients.send(claims(case["work_items"]))
        opened = clients.send(completions(case["work_items"])).answers[0].json["opened"]
        clients.send(claims(opened))
        waves.append(clients.send(completions(opened), at_once=True))
    return waves


def exchanged(clients: Clients, count: int = 2000) -> float:
    """Answers a second to a request that does nothing but pass through server and generator."""
    wave = clients.send([Request("clerk", "/!/livez", method="GET")] * count)
    return count / wave.elapsed


def tell(rounds: list[dict[str, list[Wave]]], floor: float, spent: tuple[float, float]) -> None:
    """Print the figures of each verb: the median of the rounds."""
    rates, p95s, middles = {}, {}, {}
    for verb in ("start", "claim", "complete"):
        each = [sorted(second for wave in one[verb] for second in wave.seconds) for one in rounds]
        rates[verb] = statistics.median(
            len(seconds) / sum(wave.elapsed for wave in one[verb])
            for seconds, one in zip(each, rounds, strict=True)
        )
        p95s[verb] = statistics.median(seconds[int(len(seconds) * 0.95)] for seconds in each) * 1000
        middles[verb] = statistics.median(statistics.median(seconds) for seconds in each) * 1000
    cases = sum(len(one["start"][0].answers) for one in rounds)
    row(Figure("completions", rates["complete"], "/s", 500, floor, most=False))
    row(Figure("a completion, p95", p95s["complete"], "ms", 25))
    row(Figure("claims", rates["claim"], "/s", None, floor, most=False))
    row(Figure("a claim, p95", p95s["claim"], "ms"))
    row(Figure("start a case, p50", middles["start"], "ms"))
    row(Figure("start a case, p95", p95s["start"], "ms"))
    row(Figure("CPU of the server, a case (13 requests)", spent[0] / cases * 1000, "ms"))
    row(Figure("CPU of PostgreSQL, a case", spent[1] / cases * 1000, "ms"))


def tell_alone(wave: Wave) -> None:
    """Print how long a start takes when nobody else asks for anything. Raises RuntimeError for any error."""
    if wave.errors:
        raise RuntimeError(f"start: {Counter(wave.errors)}")
    row(Figure("start a case, one client: p50", statistics.median(wave.seconds) * 1000, "ms", 8))


def tell_simultaneous(waves: list[Wave]) -> None:
    """Print the figures of four at once."""
    seconds = sorted(second for wave in waves for second in wave.seconds)
    errors = [error for wave in waves for error in wave.errors]
    name = f"four complete one case at once, {len(waves)} rounds"
    row(Figure(f"{name}: errors", len(errors), "", 0))
    row(Figure(f"{name}: p95", seconds[int(len(seconds) * 0.95)] * 1000, "ms", 50))


def cpu(server: Server) -> float:
    """Seconds of CPU that the server and its processes have used."""
    return sum(sum(process.cpu_times()[:2]) for process in server.family())


def cpu_of_postgres(installation: Installation) -> float:
    """Seconds of CPU that PostgreSQL's processes have used, those that have ended included."""
    main = psutil.Process(installation.server.get_pid())
    times = main.cpu_times()
    return sum(times[:4]) + sum(sum(child.cpu_times()[:2]) for child in main.children(recursive=True))


if __name__ == "__main__":
    main()
