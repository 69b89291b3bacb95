"""Of two events on one boundary that catch the same error or escalation, only the first ever does (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("boundary-duplicate", "warning", "Keep one of them, or give them different codes.")
def check(subject: Subject) -> Iterator[Spot]:
    """Boundary events that repeat the error or escalation code of another one on the same activity."""
    for host in subject.nodes():
        seen: dict[tuple[str, str | None, str | None], str] = {}
        for node in host.boundary:
            for event in node.events:
                if event.kind not in ("error", "escalation"):
                    continue
                # errors without codes are told apart by their ids
                own_id = event.name if event.code is None else None
                first = seen.setdefault((event.kind, event.code, own_id), node.id)
                if first != node.id:
                    yield at(node, f"{first!r} already catches this {event.kind}")
