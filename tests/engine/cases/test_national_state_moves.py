"""The table of national states: every legal move is allowed, every other one is refused."""

import itertools

import pytest

from engine.cases import national
from engine.kernel.errors import Conflict

LEGAL = {
    1: {2, 3, 4, 5, 6},
    6: {7, 2},
    7: {3, 5, 6},
    3: {8, 14},
    8: {9, 11, 12, 13, 14},
    9: {10, 14},
    10: {8},
    11: {15},
    12: {15},
}
THROUGH = {
    (6, 3): (7, 3),
    (6, 5): (7, 5),
    (3, 11): (8, 11),
    (3, 12): (8, 12),
    (3, 13): (8, 13),
    (3, 9): (8, 9),
}
THROUGH |= {(10, 9): (8, 9), (10, 11): (8, 11), (10, 12): (8, 12), (10, 13): (8, 13), (10, 14): (8, 14)}
PAIRS = list(itertools.product(range(1, 16), repeat=2))


@pytest.mark.parametrize(("current", "target"), PAIRS, ids=lambda code: str(code))
def test_only_moves_of_the_table_are_legal(current: int, target: int) -> None:
    if current == target:
        assert national.route(current, target) == ()
    elif target in LEGAL.get(current, set()):
        assert national.route(current, target) == (target,)
    elif (current, target) in THROUGH:
        assert national.route(current, target) == THROUGH[(current, target)]
    else:
        with pytest.raises(Conflict) as refused:
            national.route(current, target)
        assert refused.value.stable_code == "illegal-state-move"


@pytest.mark.parametrize(("current", "target"), [(1, 2), (6, 2), (3, 14), (8, 14), (9, 14), (10, 14)])
def test_a_withdrawal_before_the_decision_has_its_state(current: int, target: int) -> None:
    assert national.withdrawal(current) == target


@pytest.mark.parametrize("current", [2, 4, 5, 11, 12, 13, 14, 15])
def test_a_withdrawal_after_the_end_is_refused(current: int) -> None:
    with pytest.raises(Conflict, match="before the decision"):
        national.withdrawal(current)


def test_a_withdrawal_waits_for_the_acceptance_check_of_a_supplement() -> None:
    with pytest.raises(Conflict):
        national.withdrawal(7)


def test_every_state_has_both_names() -> None:
    assert set(national.NAMES) == set(national.MOVES) == set(range(1, 16))
    assert all(set(names) == {"zh-CN", "en"} for names in national.NAMES.values())
