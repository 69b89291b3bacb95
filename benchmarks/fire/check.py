"""The independent check: what the journal says was acknowledged, against what the database holds. No code of the engine.

It proves that every acknowledged act is in the log exactly once, that nothing was done twice, that no case is half done and
none is stuck. `jingban verify --all`, called as a command, proves the hash chains and that re-execution gives the same.
Each finding is a sentence; no finding means that nothing was lost and nothing doubled.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.fire.events import Happened
from benchmarks.fire.folding import Folded, fold
from benchmarks.fire.installation import Installation
from benchmarks.fire.record import TAG, Case, Item, opened_record
from benchmarks.load.journal import read_journal

DONE = {"start": "case:started", "claim": "work:claimed", "complete": "work:completed"}
FIRED = "case:timer_fired"


class Checked(NamedTuple):
    """What was looked at, and what is wrong."""

    acknowledged: int
    cases: int
    events: int
    findings: list[str]


class Log(NamedTuple):
    """Everything the check needs of the record, indexed once."""

    cases: dict[str, Case]
    folded: dict[str, Folded]
    items: list[Item]
    tagged: dict[tuple[str, str], list[Happened]]
    acts: Counter[tuple[str, str, str | None]]
    events: int
    waiting: set[str]
    broken: list[str]


def check(installation: Installation, journals: Iterable[Path], *, verify: bool = True) -> Checked:
    """Compare. With `verify` the product's own verification is called too."""
    with opened_record(installation.direct) as record:
        cases = {case.id: case for case in record.cases()}
        log = _read(cases, record.events(), list(record.open_items()), record.waiting_cases())
    lines = [line for path in journals for line in read_journal(path)]
    acknowledged = [line for line in lines if line["verb"] in DONE and (line["status"] or 999) < 300]
    findings = [
        *log.broken,
        *_lost(acknowledged, log),
        *_doubled(log),
        *_refused(lines),
        *_contrary(lines, log),
        *_half_done(log),
    ]
    if verify:
        findings += _verified(installation)
    return Checked(len(acknowledged), len(cases), log.events, findings)


def _read(cases: dict[str, Case], events: Iterator[Happened], items: list[Item], waiting: set[str]) -> Log:
    by_case: dict[str, list[Happened]] = defaultdict(list)
    tagged: dict[tuple[str, str], list[Happened]] = defaultdict(list)
    acts: Counter[tuple[str, str, str | None]] = Counter()
    count = 0
    for event in events:
        count += 1
        by_case[event.case].append(event._replace(data=""))
        # a timer has no act of its own; the reference processes have no repeating ones, so what it says of itself names it
        acts[event.case, event.action, event.data if event.action == FIRED else event.act] += 1
        if event.action in ("case:started", "work:completed"):
            for tag in set(TAG.findall(event.data)):
                tagged[event.action, tag].append(event)
    broken = [f"events of the case {case} are there, but no case" for case in by_case if case not in cases]
    folded = {}
    for case, happened in by_case.items():
        folded[case] = fold(happened)
        broken += [f"case {case}: {problem}" for problem in folded[case].broken]
    return Log(cases, folded, items, tagged, acts, count, waiting, broken)


def _lost(acknowledged: list[dict[str, Any]], log: Log) -> Iterator[str]:
    for line in acknowledged:
        action, case = DONE[line["verb"]], line["case"]
        if case not in log.cases:
            yield f"lost: {_named(line)} was acknowledged, but the case {case} is not there"
            continue
        if line["verb"] != "claim":
            found = [event for event in log.tagged.get((action, line["tag"]), ()) if event.case == case]
            if len(found) != 1:
                yield f"lost or doubled: {_named(line)} was acknowledged and is in the log {len(found)} times"
        if line["verb"] != "start":
            act = line["item"].removeprefix(f"{case}-")
            if log.acts[case, action, act] != 1:
                yield f"lost or doubled: {_named(line)}: {action} of {act} is in the log {log.acts[case, action, act]} times"
        for item in line.get("opened", ()):
            if item.removeprefix(f"{case}-") not in log.folded[case].opened:
                yield f"lost: {_named(line)} was told of the work item {item}, which the log never opened"


def _doubled(log: Log) -> Iterator[str]:
    for (action, tag), events in log.tagged.items():
        if len(events) > 1:
            yield f"doubled: what was sent once with {tag} is {len(events)} times in the log as {action}"
    for (case, action, act), count in log.acts.items():
        if action == "work:completed" and count > 1:
            yield f"doubled: case {case}: {act} was completed {count} times"
        if action == FIRED and count > 1:
            yield f"doubled: case {case}: the timer {act} fired {count} times"
    numbers = Counter(case.number for case in log.cases.values())
    yield from (
        f"doubled: the case number {number} was given twice" for number, n in numbers.items() if n > 1
    )


def _refused(lines: list[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        if line["verb"] in DONE and line["status"] is not None and line["status"] >= 300:
            yield f"refused: {_named(line)} got {line['status']} {line.get('code')} after {line['tries']} tries"


def _contrary(lines: list[dict[str, Any]], log: Log) -> Iterator[str]:
    for line in lines:
        if line["status"] is None:
            continue
        if line["verb"].startswith("repeat-") and not line["same"]:
            yield f"idempotency: {_named(line)}, sent again, was answered differently ({line['status']} {line.get('code')})"
        if line["verb"].startswith("misuse-") and line["status"] != 409:
            yield f"idempotency: {_named(line)}, its key with another body, got {line['status']} and not 409"
        if ("work:completed", f"{line['tag']}other") in log.tagged:
            yield f"idempotency: {_named(line)}, its key with another body, had an effect"


def _half_done(log: Log) -> Iterator[str]:
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for item in log.items:
        rows[item.case][item.act] = item.state
        case = log.cases.get(item.case)
        if case is None or case.status not in ("active", "suspended"):
            status = "not there" if case is None else case.status
            yield f"orphan: the work item {item.id} is open, but its case is {status}"
    for case in log.cases.values():
        folded = log.folded.get(case.id)
        if folded is None:
            yield f"half done: the case {case.id} has no events"
            continue
        if (case.seq, case.head_hash) != (folded.seq, folded.hash):
            yield f"half done: the case {case.id} stands at event {case.seq}, its log at {folded.seq} (or their hashes differ)"
        stored = rows.get(case.id, {})
        if stored != folded.open:
            yield f"half done: the case {case.id} has the open items {stored}, its log says {folded.open}"
        if case.status == "active" and folded.ended:
            yield f"half done: the case {case.id} is active, its log has ended"
        if case.status == "active" and not stored and case.id not in log.waiting:
            yield f"stuck: the case {case.id} is active and waits for nobody"


def _verified(installation: Installation) -> list[str]:
    told = installation.command("verify", "--all", expect=None)
    good, _, rest = told.strip().splitlines()[-1].partition(" of ")
    whole = good.isdecimal() and rest.startswith(f"{good} cases ok")
    return [] if whole else [f"chain: jingban verify --all says: {told.strip()[:1500]}"]


def _named(line: dict[str, Any]) -> str:
    return f"{line['verb']} {line['tag']} by {line['actor']}"
