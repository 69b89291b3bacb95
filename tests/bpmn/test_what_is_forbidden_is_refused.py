"""What BPMN 2.0.2 forbids is told with element, line and remedy, and never runs as if nothing were wrong."""

from pathlib import Path

import pytest

from engine.bpmn.lint import lint
from engine.kernel.errors import Refused
from engine.simulation import simulate

_FOLDER = Path(__file__).parent / "forbidden"

# file → the element that an error speaks of; which rule it is may change with the rules
FORBIDDEN = {
    "ad-hoc-with-start-event": "S2",
    "boundary-on-a-gateway": "B",
    "boundary-with-incoming-flow": "B",
    "call-without-target": "C",
    "cancel-boundary-on-sub-process": "C",
    "cancel-caught-in-the-flow": "C",
    "cancel-end-outside-transaction": "Quit",
    "compensation-handler-in-the-flow": "H",
    "compensation-of-an-unknown-activity": "C",
    "compensation-start-of-a-process": "Begin",
    "compensation-with-outgoing-flow": "B",
    "condition-behind-parallel-gateway": "Split",
    "condition-that-is-no-feel": "Flow_G_A",
    "end-event-with-outgoing-flow": "Done",
    "error-boundary-that-does-not-interrupt": "B",
    "error-caught-in-the-flow": "C",
    "error-event-sub-process-that-does-not-interrupt": "Ev",
    "error-start-of-a-process": "Begin",
    "error-thrown-in-the-flow": "C",
    "escalation-start-of-a-process": "Begin",
    "event-gateway-before-user-task": "G",
    "event-gateway-mixing-messages": "G",
    "event-gateway-with-one-way": "G",
    "event-sub-process-with-flow": "ES",
    "event-sub-process-without-trigger": "Ev",
    "flow-into-sub-process": "Flow_Across",
    "gateway-with-wrong-direction": "S",
    "instantiating-gateway-inside-flow": "G",
    "instantiating-receive-inside-flow": "R",
    "link-on-the-boundary": "B",
    "link-with-outgoing-flow": "L",
    "link-with-two-targets": "L2",
    "link-without-target": "L",
    "loop-without-end": "A",
    "message-flow-within-a-pool": "MessageFlow_A_B",
    "multi-instance-without-number": "A",
    "reference-to-no-event-definition": "C",
    "reference-to-no-message": "C",
    "script-in-another-language": "A",
    "script-without-assignment": "A",
    "start-event-with-incoming-flow": "Begin",
    "start-quantity-of-zero": "A",
    "sub-process-with-timer-start": "Timed",
    "terminate-in-the-flow": "C",
    "timer-at-the-end": "Done",
    "timer-that-cannot-be-read": "C",
    "timer-without-time": "C",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_is_an_error_at_its_place(name: str) -> None:
    found = [
        finding
        for finding in lint((_FOLDER / f"{name}.bpmn").read_bytes(), file=f"{name}.bpmn")
        if finding.severity == "error" and finding.element == FORBIDDEN[name]
    ]
    assert found
    assert all(finding.line and finding.help for finding in found)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_does_not_run(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        simulate((_FOLDER / f"{name}.bpmn").read_bytes())
    assert FORBIDDEN[name] in {finding.element for finding in refusal.value.findings}


def test_every_file_is_spoken_of() -> None:
    assert {path.stem for path in _FOLDER.glob("*.bpmn")} == set(FORBIDDEN)
