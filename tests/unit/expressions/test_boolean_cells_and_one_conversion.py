"""A cell `true` is compared with its input, and a value is converted at most once (DMN 1.5, 10.3.2.8, 10.3.2.9.4)."""

from decimal import Decimal

import pytest

from engine.expressions import compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        pytest.param("true", True, True, id="true is true"),
        pytest.param("true", False, False, id="false is not true"),
        pytest.param("false", False, True, id="false is false"),
        pytest.param("true", None, False, id="no answer is not yes"),
        pytest.param("false", None, False, id="no answer is not no"),
        pytest.param("not(true)", None, True, id="no answer is other than yes"),
        pytest.param("true, null", None, True, id="yes or no answer"),
        pytest.param("true", "x", None, id="a text cannot be compared"),
        pytest.param("true", 1, None, id="a number cannot be compared"),
        pytest.param("[true, false]", None, False, id="null in a list of booleans"),
        pytest.param("[true]", "x", False, id="a text in a list of booleans"),
        pytest.param("? != null", 1, True, id="a condition on the input still decides"),
        pytest.param("limit > 3", 1, True, id="a condition on another name still decides"),
    ],
)
def test_a_boolean_in_a_cell_is_compared_unless_it_is_a_condition(cell, value, expected):
    assert compile_unary_tests(cell).evaluate({"?": value, "limit": 5}) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("(function(x: number) x)([10])", Decimal(10), id="a list of one to its item"),
        pytest.param("(function(x: number) x)([[10]])", None, id="never twice"),
        pytest.param(
            "(function(x: list<number>) x)([[10]])", None, id="a list of a list is no list of numbers"
        ),
        pytest.param("(function(x: list<list<number>>) x)([[10]])", [[Decimal(10)]], id="as it is"),
        pytest.param("(function(x: list<number>) x)(10)", [Decimal(10)], id="an item to a list"),
        pytest.param("(function(x: list<number>) x)(null)", None, id="null is not put into a list"),
        pytest.param('(function(x: date and time) x)([@"2026-03-01"])', None, id="not unwrapped and widened"),
        pytest.param(
            '(function(x: list<date and time>) x)(@"2026-03-01")', None, id="not widened and wrapped"
        ),
    ],
)
def test_an_argument_is_converted_at_most_once(expression, expected):
    assert compile_expression(expression).evaluate({}) == expected
