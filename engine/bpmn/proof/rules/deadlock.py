"""The whole process is stuck: tokens are left, and nothing from outside could move them (BPMN 2.0.2, 13.4)."""

from collections.abc import Iterator

from engine.bpmn.proof.explore import multiplied
from engine.bpmn.proof.moves import triggers
from engine.bpmn.proof.rule import Explored, Spot, rule


@rule(
    "proof-deadlock",
    "error",
    "Join with the kind of gateway that split, or give the missing branch a way here.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """Situations in which nothing can happen any more, at the joins that wait in them."""
    for here in explored.found.situations:
        if not here.active or here.after or multiplied(here.state):
            continue
        if next(triggers(here.state, explored.program), None) is not None:
            continue
        joins = [node for _, node in here.state.joins]
        for element in joins or [act.node for act in here.state.acts.values()]:
            yield Spot(
                "the process can get stuck here: what this element waits for cannot come any more",
                element,
                here.path(),
            )
