"""The table of moves of a work item is closed: every verb leads from a known state to a known state."""

from engine.work.model import MOVES, OPEN
from engine.work.rights import CHECKS


def test_every_move_stays_within_the_table() -> None:
    assert {state for moves in MOVES.values() for state in moves.values()} <= set(MOVES)
    assert {state for state, moves in MOVES.items() if moves} == set(OPEN)


def test_every_verb_with_a_check_is_a_move() -> None:
    assert set(CHECKS) <= {verb for moves in MOVES.values() for verb in moves}
