"""From some situation the process can go on for ever but never come to an end: the way out is missing."""

from collections.abc import Iterator

from engine.bpmn.proof.rule import Explored, Spot, rule


@rule("proof-no-end", "error", "Give the loop a way out that leads to an end event.")
def check(explored: Explored) -> Iterator[Spot]:
    """Situations from which neither an end nor another fault can be reached."""
    ending = explored.back_from(
        here for here in explored.found.situations if not here.active or not here.after
    )
    for here in explored.found.situations:
        if here.active and here not in ending:
            element = next((act.node for act in here.state.acts.values()), explored.process)
            yield Spot("from here the process can go on for ever but never end", element, here.path())
