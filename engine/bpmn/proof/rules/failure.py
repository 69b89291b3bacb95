"""Steps that the machine itself cannot make, whatever the data: it would stop with an error there."""

from collections.abc import Iterator

from engine.bpmn.proof.rule import Explored, Spot, rule


@rule("proof-failure", "error", "Correct the element that is named.", partial=True)
def check(explored: Explored) -> Iterator[Spot]:
    """Failures of the exploration, each at its element."""
    for steps, error in explored.found.failures:
        yield Spot(error.message, str(error.details.get("element") or steps[-1].element), steps)
