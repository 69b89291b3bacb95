"""`simulate`: start one process, answer what it waits for, jump the clock when nothing else moves.

Order of what happens when every instance waits: undelivered messages, scripted messages and signals, answers, then the
earliest timer. The clock starts on a fixed working day, so a run is repeatable.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.bpmn import Program, read_program
from engine.simulation.script import Told
from engine.simulation.world import World
from engine.timing import CHINA_TIME

START = datetime(2026, 1, 5, 9, 0, tzinfo=CHINA_TIME)


@dataclass(frozen=True, slots=True)
class Trace:
    """`events`: one dict each, in order; `end`: how it ended. The same dicts are the lines of `--format jsonl`."""

    events: list[dict[str, Any]]
    end: dict[str, Any]


def simulate(
    xml: bytes | Mapping[str, bytes],
    *,
    process: str | None = None,
    data: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    messages: Iterable[Told] | Mapping[str, Any] = (),
    signals: Iterable[Told] | Mapping[str, Any] = (),
    until: datetime | date | str | None = None,
    max_steps: int = 10_000,
    start: datetime = START,
) -> Trace:
    """Run a process of `xml` (one BPMN file, or name → bytes with the called processes and decisions).

    Events have seq, at (ISO 8601), event (started completed cancelled thrown caught error compensated), instance,
    element, type, name, and index for inner instances. The end has state (completed waiting failed cancelled), waiting,
    data and, after a failure, error {code, message}. Raises `Refused` with `.findings` for a model that cannot run.
    """
    files, models = split_files(xml)
    program = read_program(files, process)
    return run(program, models, data, answers, messages, signals, until, max_steps, start)


def run(
    program: Program,
    models: Mapping[str, bytes],
    data: Mapping[str, Any] | None,
    answers: Mapping[str, Any] | None,
    messages: Iterable[Told] | Mapping[str, Any],
    signals: Iterable[Told] | Mapping[str, Any],
    until: datetime | date | str | None,
    max_steps: int,
    start: datetime,
) -> Trace:
    """As `simulate`, for a program that is compiled already."""
    world = World(program, models, answers, messages, signals, start, _aware(until), max_steps)
    world.begin(dict(data or {}))
    while world.advance():
        pass
    return Trace(world.events, world.end())


def split_files(xml: bytes | Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """BPMN files and DMN files of what was given, by name."""
    files = {"process.bpmn": xml} if isinstance(xml, bytes | str) else dict(xml)
    named = {name: _bytes(content) for name, content in files.items()}
    models = {name: content for name, content in named.items() if name.endswith(".dmn")}
    return {name: content for name, content in named.items() if name not in models}, models


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _aware(until: datetime | date | str | None) -> datetime | None:
    if until is None:
        return None
    if isinstance(until, str):
        until = datetime.fromisoformat(until)
    if not isinstance(until, datetime):
        return datetime(until.year, until.month, until.day, tzinfo=CHINA_TIME) + timedelta(days=1)
    return until if until.tzinfo is not None else until.replace(tzinfo=CHINA_TIME)
