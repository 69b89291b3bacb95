"""What BPMN 2.0.2 forbids is told with rule, element and line, and never runs as if nothing were wrong."""

from pathlib import Path

import pytest

from engine.bpmn.lint import lint

_FOLDER = Path(__file__).parent / "forbidden"

# file → the rule that speaks, and the element it speaks of
FORBIDDEN = {
    "ad-hoc-with-start-event": ("ad-hoc-content", "S2"),
    "behavior-none-without-event": ("loop-behavior-event", "A"),
    "boundary-on-a-gateway": ("boundary-host", "B"),
    "boundary-with-incoming-flow": ("boundary-flows", "B"),
    "call-without-target": ("call-without-target", "C"),
    "cancel-boundary-on-sub-process": ("cancel-outside-transaction", "C"),
    "cancel-caught-in-the-flow": ("event-definition-position", "C"),
    "cancel-end-outside-transaction": ("cancel-outside-transaction", "Quit"),
    "compensation-handler-in-the-flow": ("compensation-flows", "H"),
    "compensation-of-an-unknown-activity": ("compensate-activity", "C"),
    "compensation-start-of-a-process": ("event-definition-position", "Begin"),
    "compensation-with-outgoing-flow": ("compensation-flows", "B"),
    "condition-behind-parallel-gateway": ("gateway-condition", "Split"),
    "condition-on-default-flow": ("flow-default-condition", "Flow_G_B"),
    "condition-that-is-no-feel": ("expression-syntax", "Flow_G_A"),
    "end-event-with-outgoing-flow": ("end-outgoing", "Done"),
    "error-boundary-that-does-not-interrupt": ("event-interrupting", "B"),
    "error-caught-in-the-flow": ("event-definition-position", "C"),
    "error-event-sub-process-that-does-not-interrupt": ("event-interrupting", "Ev"),
    "error-start-of-a-process": ("event-definition-position", "Begin"),
    "error-thrown-in-the-flow": ("event-definition-position", "C"),
    "escalation-start-of-a-process": ("event-definition-position", "Begin"),
    "event-gateway-before-user-task": ("event-gateway-targets", "G"),
    "event-gateway-mixing-messages": ("event-gateway-mixture", "G"),
    "event-gateway-with-one-way": ("event-gateway-targets", "G"),
    "event-sub-process-with-flow": ("event-sub-process-flows", "ES"),
    "event-sub-process-without-trigger": ("event-sub-process-start", "Ev"),
    "flow-into-sub-process": ("flow-reference", "Flow_Across"),
    "gateway-with-wrong-direction": ("gateway-direction", "S"),
    "instantiating-gateway-inside-flow": ("event-gateway-instantiate", "G"),
    "instantiating-receive-inside-flow": ("receive-instantiate", "R"),
    "link-on-the-boundary": ("event-definition-position", "B"),
    "link-with-outgoing-flow": ("link-flows", "L"),
    "link-with-two-targets": ("link-pairs", "L2"),
    "link-without-target": ("link-pairs", "L"),
    "loop-without-end": ("loop-endless", "A"),
    "message-flow-within-a-pool": ("message-flow", "MessageFlow_A_B"),
    "multi-instance-without-number": ("loop-without-count", "A"),
    "reference-to-no-event-definition": ("reference-unknown", "C"),
    "reference-to-no-message": ("reference-unknown", "C"),
    "script-in-another-language": ("script-language", "A"),
    "script-without-assignment": ("script-assignment", "A"),
    "start-event-with-incoming-flow": ("start-incoming", "Begin"),
    "start-quantity-of-zero": ("quantity-range", "A"),
    "sub-process-with-timer-start": ("sub-process-start", "Timed"),
    "terminate-in-the-flow": ("event-definition-position", "C"),
    "timer-at-the-end": ("event-definition-position", "Done"),
    "timer-that-cannot-be-read": ("timer-literal", "C"),
    "timer-without-time": ("timer-empty", "C"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_is_an_error_at_its_place(name: str) -> None:
    rule, element = FORBIDDEN[name]
    found = [
        finding
        for finding in lint((_FOLDER / f"{name}.bpmn").read_bytes(), file=f"{name}.bpmn")
        if finding.severity == "error" and (finding.rule, finding.element) == (rule, element)
    ]
    assert found
    assert all(finding.line and finding.help for finding in found)


def test_every_file_is_spoken_of() -> None:
    assert {path.stem for path in _FOLDER.glob("*.bpmn")} == set(FORBIDDEN)
