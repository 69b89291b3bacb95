"""An error end event that nothing around it catches: the case would fail (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from engine.bpmn.proof.rule import Explored, Spot, rule


@rule(
    "proof-uncaught-error",
    "warning",
    "Catch it with a boundary event or an event sub-process.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """Where errors come from that end the process. What leaves a called process is its caller's to catch."""
    if explored.process in explored.program.calls:
        return
    for here in explored.found.situations:
        if here.state.status == "failed":
            element = str((here.state.error or {}).get("element") or explored.process)
            yield Spot("an error thrown here is caught nowhere; the case would fail", element, here.path())
