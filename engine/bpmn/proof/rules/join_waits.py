"""A join that waits in vain while the rest of the process goes on (BPMN 2.0.2, 13.4.2 and 13.4.3)."""

from collections.abc import Iterator

from engine.bpmn.proof.explore import Edge, Situation, multiplied
from engine.bpmn.proof.rule import Explored, Spot, rule
from engine.bpmn.proof.rules import deadlock


@rule(
    "proof-join-waits",
    "error",
    "Give the missing branch a way to this element, or join with the kind of gateway that split.",
)
def check(explored: Explored) -> Iterator[Spot]:
    """Joins that hold a token and fire in no continuation; a warning where something else ends the wait."""
    stuck = {spot.element for spot in deadlock.check.check(explored)}
    waiting: dict[str, list[Situation]] = {}
    for here in explored.found.situations:
        for element in _held(here):
            waiting.setdefault(element, []).append(here)
    for element in sorted(waiting.keys() - stuck):
        if explored.node(element) is None:
            continue
        # behind a doubled token nothing was explored; there it may fire
        firing = [
            here
            for here in explored.found.situations
            if (here.active and multiplied(here.state)) or any(_fires(edge, element) for edge in here.after)
        ]
        may_fire = explored.back_from(firing)
        vain = [here for here in waiting[element] if here not in may_fire]
        if not vain:
            continue
        rid = explored.back_from(here for here in explored.found.situations if element not in _held(here))
        for_ever = [here for here in vain if here not in rid]
        if for_ever:
            yield Spot(
                "this join can wait for ever: the missing token never comes", element, for_ever[0].path()
            )
        else:
            yield Spot(
                "this join can wait in vain until something else ends the wait",
                element,
                vain[0].path(),
                "warning",
            )


def _held(here: Situation) -> set[str]:
    """Elements that hold tokens; the marks of what a complex gateway has used up are none."""
    return {
        node for (_, node), held in here.state.joins.items() if any(not name.startswith("!") for name in held)
    }


def _fires(edge: Edge, element: str) -> bool:
    return any(fact.element == element and fact.kind in ("started", "completed") for fact in edge.facts)
