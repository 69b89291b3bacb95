"""Whether conditions can hold together: never denied where some value shows it, denied where constants decide it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import compile_expression
from engine.expressions.logic import condition_of
from engine.expressions.together import can_hold
from engine.kernel.errors import JingbanError

VALUES: list[Any] = [
    None,
    True,
    False,
    *map(Decimal, ("-1", "0", "1", "1.5", "2", "3", "7")),
    "a",
    "b",
    "c",
    ["a"],
    ["a", "b"],
    [True],
    [Decimal(2)],
    [],
    {"k": "a"},
]
ATOMS = st.sampled_from(
    [
        "x",
        "y",
        "x = true",
        "x != false",
        'x = "a"',
        'x != "a"',
        '"b" = y',
        'y in ("a", "b")',
        'y in ["a", "c"]',
        'x in ("c")',
        "x = null",
        "y != null",
        "x > 1",
        "x <= 1",
        "x < 2",
        "y >= -1",
        "x between 1 and 2",
        "x in [1..2]",
        "x in (1..3)",
        "x in (<1, >2)",
        'x.k = "a"',
        'list contains(x, "a")',
        "x = y",
        "x + 1 > 2",
        "true",
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("not({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=4,
)


def together(*pairs: tuple[str, bool]) -> bool:
    conditions = [(condition_of(compile_expression(text)), answer) for text, answer in pairs]
    return can_hold([(condition, answer) for condition, answer in conditions if condition is not None])


@settings(max_examples=400, deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=3), st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_what_some_values_show_is_never_denied(texts: list[str], x: Any, y: Any) -> None:
    answers = []
    for text in texts:
        try:
            value = compile_expression(text).evaluate({"x": x, "y": y})
        except JingbanError:
            continue
        if isinstance(value, bool):
            answers.append((text, value))
    assert together(*answers)


@pytest.mark.parametrize(
    "pairs",
    [
        [("x > 5", True), ("x <= 5", True)],
        [("x > 5", False), ("x <= 5", False)],
        [('d = "grant"', True), ('d in ("refuse", "return")', True)],
        [('d in ("a", "b")', False), ('d = "a"', True)],
        [('list contains(plan, "visit")', True), ('not(list contains(plan,"visit"))', True)],
        [("a or b", True), ("a", False), ("b", False)],
        [("x between 1 and 3", True), ("x in (3..9]", True)],
        [("case.amount > 10", True), ("case.amount < 10", True)],
        [("true", False)],
        [("x = 1 and x = 2", True)],
        [("done", True), ("done = false", True)],
    ],
)
def test_what_no_value_can_give_is_denied(pairs: list[tuple[str, bool]]) -> None:
    assert not together(*pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        [("x > 5", True), ("x <= 7", True)],
        [("x > 1", True), ("x < 2", True)],
        [("x", True), ("y", False)],
        [('d = "a"', False), ('d = "b"', False)],
        [("a.b = 1", True), ("a.c = 2", True)],
    ],
)
def test_what_may_be_is_not_denied(pairs: list[tuple[str, bool]]) -> None:
    assert together(*pairs)


def test_a_condition_that_asks_the_clock_is_left_open() -> None:
    assert condition_of(compile_expression('today() > date("2026-01-01")')) is None


def test_a_condition_in_which_a_name_of_several_words_may_be_read_is_left_open() -> None:
    expression = compile_expression("fee - paid > 0")
    assert condition_of(expression, frozenset({"fee", "paid"})) is not None
    assert condition_of(expression, frozenset({"fee - paid"})) is None


def test_the_same_condition_is_known_by_its_meaning_not_its_spaces() -> None:
    one, other = (condition_of(compile_expression(text)) for text in ("(x  >5)", "x > 5"))
    assert one is not None
    assert other is not None
    assert one.key == other.key


def test_more_combinations_than_can_be_tried_are_not_denied() -> None:
    pairs = [(f"f({n}) or g({n}) or x = {n}", True) for n in range(60)]
    assert together(*pairs, ("x = 1", True), ("x = 2", True))
