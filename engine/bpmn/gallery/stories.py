"""Reads stories: `<construct>/story.json` beside `<construct>/main.bpmn`. Refuses what is incomplete or misspelt.

A story says what a diagram shows, on which clause of BPMN 2.0.2 (OMG formal/2013-12-09) it rests, and for each run what the
simulation is told and what must come of it. An expectation that nobody looks at would be worse than none, so an unknown
key is an error.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.kernel.errors import InvalidInput

CHAPTERS = (
    "gateways",
    "activities",
    "data",
    "start-events",
    "intermediate-events",
    "boundary-events",
    "end-events",
    "event-sub-processes",
    "compensation",
    "correlation",
)
LANGUAGES = ("zh-CN", "en")
EXPECTED = frozenset(
    [
        "state",
        "completed",
        "cancelled",
        "caught",
        "thrown",
        "compensated",
        "waiting",
        "ends",
        "data",
        "absent",
        "error",
        "at",
    ]
)
MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class StoryRun:
    """One run. `expect` always has `state` and `completed`: the activities in order, inner instances as `id#index`.

    The other keys are compared where they are given: `cancelled` and `waiting` as sets of element ids with repetitions,
    `caught`, `thrown`, `compensated` and `ends` (end events) in order, `data` variable by variable, `absent` names of
    variables that must not exist at the end, `error` the code of the failure, `at` the virtual time of the end.
    """

    name: str
    expect: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    messages: tuple[Any, ...] = ()
    signals: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One example. `title` and `shows` have a text for each of `LANGUAGES`; `source` is the BPMN file."""

    name: str
    chapter: str
    clause: str
    title: Mapping[str, str]
    shows: Mapping[str, str]
    runs: tuple[StoryRun, ...]
    source: bytes


def read_stories(folder: Path) -> tuple[Story, ...]:
    """All stories below `folder`, by chapter and name. Raises `InvalidInput` naming the file that is wrong."""
    stories = [_read(path) for path in sorted(folder.glob("*/story.json"))]
    return tuple(sorted(stories, key=lambda story: (CHAPTERS.index(story.chapter), story.name)))


def _read(path: Path) -> Story:
    if path.stat().st_size > MAX_BYTES:
        raise _wrong(path, f"it is longer than {MAX_BYTES:,} bytes")
    try:
        told = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except ValueError as error:
        raise _wrong(path, f"it is not JSON: {error}") from error
    if not isinstance(told, dict) or set(told) != {"title", "chapter", "clause", "shows", "runs"}:
        raise _wrong(path, "it needs exactly title, chapter, clause, shows and runs")
    if told["chapter"] not in CHAPTERS:
        raise _wrong(path, f"there is no chapter {told['chapter']!r}")
    for name in ("title", "shows"):
        if not all(told[name].get(language) for language in LANGUAGES):
            raise _wrong(path, f"{name} is missing in one of {', '.join(LANGUAGES)}")
    if not told["runs"]:
        raise _wrong(path, "it has no run")
    return Story(
        path.parent.name,
        told["chapter"],
        told["clause"],
        told["title"],
        told["shows"],
        tuple(_run(path, run) for run in told["runs"]),
        (path.parent / "main.bpmn").read_bytes(),
    )


def _run(path: Path, told: Mapping[str, Any]) -> StoryRun:
    unknown = set(told) - {"name", "data", "answers", "messages", "signals", "expect"}
    expect = told.get("expect", {})
    unknown |= set(expect) - EXPECTED
    if unknown:
        raise _wrong(path, f"it has unknown keys: {', '.join(sorted(unknown))}")
    if "name" not in told or not {"state", "completed"} <= set(expect):
        raise _wrong(path, "each run needs a name and expects at least state and completed")
    return StoryRun(
        told["name"],
        expect,
        told.get("data", {}),
        told.get("answers", {}),
        tuple(told.get("messages", ())),
        tuple(told.get("signals", ())),
    )


def _wrong(path: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"{path.parent.name}/{path.name} cannot be used: {why}; correct the file", code="story-wrong"
    )
