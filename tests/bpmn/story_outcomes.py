"""What came of a run, in the words of a story's expectations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.bpmn.gallery import Story, StoryRun, read_stories
from engine.bpmn.model import ACTIVITIES
from engine.simulation import Trace, simulate

EXAMPLES = Path(__file__).resolve().parents[2] / "processes" / "examples"
STORIES: tuple[Story, ...] = read_stories(EXAMPLES)
_SETS = ("cancelled", "waiting")
_LISTS = ("caught", "thrown", "compensated")


def play(story: Story, run: StoryRun) -> Trace:
    """Simulate one run of a story."""
    return simulate(
        story.source, data=run.data, answers=run.answers, messages=run.messages, signals=run.signals
    )


def outcome(trace: Trace, expect: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the trace that `expect` speaks of, comparable with `wanted`."""
    data = trace.end["data"]
    told: dict[str, Any] = {
        "state": trace.end["state"],
        "completed": activities(trace),
        "waiting": sorted({place["element"] for place in trace.end["waiting"]}),
        "cancelled": sorted(elements(trace, "cancelled")),
        "ends": [e["element"] for e in trace.events if e["event"] == "completed" and e["type"] == "endEvent"],
        "data": {name: value for name, value in data.items() if name in expect.get("data", ())},
        "absent": [name for name in expect.get("absent", ()) if name not in data],
        "error": trace.end.get("error", {}).get("code"),
        "at": trace.end["at"],
    }
    told |= {kind: elements(trace, kind) for kind in _LISTS}
    return {name: told[name] for name in expect}


def wanted(expect: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation, with sets in a comparable order."""
    return {name: sorted(value) if name in _SETS else value for name, value in expect.items()}


def activities(trace: Trace) -> list[str]:
    """Completed activities in order; an inner instance of a loop or multi-instance activity is `id#index`."""
    return [
        event["element"] + (f"#{event['index']}" if "index" in event else "")
        for event in trace.events
        if event["event"] == "completed" and event["type"] in ACTIVITIES
    ]


def elements(trace: Trace, kind: str) -> list[str]:
    """Elements with one kind of event, in order; whole processes are left out."""
    return [
        event["element"] for event in trace.events if event["event"] == kind and event["type"] != "process"
    ]
