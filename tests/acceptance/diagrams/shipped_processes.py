"""The processes that ship with the platform, as the tests of this folder read them. Nothing here is drawn or repaired."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.simulation import Trace, simulate

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = ROOT / "processes"
FORMS = ROOT / "forms"
DIAGRAMS = sorted(path for path in PROCESSES.rglob("*.bpmn") if "examples" not in path.parts)


def name_of(path: Path) -> str:
    """`construction-permit/main`: a readable test id."""
    return path.relative_to(PROCESSES).with_suffix("").as_posix()


def sources(service: str | None = None) -> dict[str, bytes]:
    """The shared processes and, where given, those of one service, as the reader takes them."""
    folders = ["_shared"] if service is None else ["_shared", service]
    return {
        name_of(path): path.read_bytes()
        for folder in folders
        for path in sorted((PROCESSES / folder).glob("*.bpmn"))
    }


def run(process: str, data: Mapping[str, Any], answers: Mapping[str, Any], **more: Any) -> Trace:
    """Simulate one shipped process; an activity without an answer is completed with no data."""
    service = {"construction_permit_stage": "construction-permit", "open_business": "open-business"}.get(
        process
    )
    return simulate(sources(service), process=process, data=data, answers=answers, **more)


def completed(trace: Trace) -> list[str]:
    """The elements that were completed, in order; inner instances of a multi-instance activity are left out."""
    return [
        event["element"]
        for event in trace.events
        if event["event"] == "completed" and event["type"] != "process" and "index" not in event
    ]


def times(trace: Trace, element: str) -> int:
    """How often an element was completed as a whole."""
    return completed(trace).count(element)
