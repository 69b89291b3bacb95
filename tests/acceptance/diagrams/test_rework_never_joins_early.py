"""Fifty rounds of return-for-correction around the joint review, in any order: the join waits, the state does not grow."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped_processes import sources

from engine.bpmn import Program, State, inputs, read_program, step

PROGRAM: Program = read_program(sources("construction-permit"), "construction_permit_stage")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REVIEWS = ("Review_Planning", "Review_Fire", "Review_Housing", "Review_Defence", "Review_Landscape")
ROUNDS = 50
CASE = {"received_on": date(2026, 3, 2), "item_code": "lowrisk-stage3", "department": "housing", "limit": 3}
AGREE = {"decision": "agree", "opinion": "符合要求"}


class Desk:
    """One case in memory: people complete their tasks, the platform its own."""

    def __init__(self) -> None:
        self.state: State = step(PROGRAM, None, inputs.Start(CASE), NOW).state
        self.serve()

    def open(self) -> dict[str, str]:
        """Open tasks: element → activity instance."""
        return {act.node: act.id for act in self.state.acts.values() if act.phase == "open"}

    def serve(self) -> None:
        """Complete service tasks until only people are waited for."""
        while waiting := [a for e, a in self.open().items() if PROGRAM.node(e).type == "serviceTask"]:
            self.state = step(PROGRAM, self.state, inputs.Complete(waiting[0]), NOW).state

    def do(self, element: str, **data: Any) -> None:
        self.state = step(PROGRAM, self.state, inputs.Complete(self.open()[element], data), NOW).state
        self.serve()

    def size(self) -> int:
        return len(self.state.dump())


def at_the_review() -> Desk:
    desk = Desk()
    desk.do("Intake_Stage")
    desk.do("Accept_Stage", decision="accept")
    return desk


def one_round(desk: Desk, order: list[str]) -> None:
    """All five review in this order; the conflict sends the case back to them."""
    assert set(desk.open()) == set(REVIEWS)
    for position, element in enumerate(order, 1):
        desk.do(element, **AGREE)
        assert ("Consolidate" in desk.open()) == (position == len(order))
    desk.do("Consolidate", decision="conflict", opinion="意见冲突")
    desk.do("Coordinate", decision="return", opinion="退回修改")
    desk.do("Receive_Correction")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.permutations(list(REVIEWS)), min_size=ROUNDS, max_size=ROUNDS))
def test_fifty_rounds_in_any_order_never_join_early_and_leave_the_state_as_small_as_before(
    orders: list[list[str]],
) -> None:
    desk = at_the_review()
    one_round(desk, orders[0])
    after_one = desk.size()

    for order in orders[1:]:
        one_round(desk, order)

    assert desk.size() <= after_one + 64  # ids are counted, so they get a few digits longer
    assert set(desk.open()) == set(REVIEWS)


@given(st.permutations(list(REVIEWS)))
def test_whoever_is_last_opens_the_consolidation_once(order: list[str]) -> None:
    desk = at_the_review()
    for element in order:
        assert "Consolidate" not in desk.open()
        desk.do(element, **AGREE)
    assert list(desk.open()) == ["Consolidate"]
