"""The first lines a designer writes work as the standard says."""

from decimal import Decimal

import pytest

from engine.expressions import (
    EvaluationError,
    ExpressionError,
    compile_expression,
    compile_unary_tests,
    from_json,
    to_json,
)


def evaluate(text, scope=None):
    return compile_expression(text).evaluate(scope or {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1 + 2 * 3", Decimal(7), id="product binds tighter"),
        pytest.param("0.1 + 0.2 = 0.3", True, id="decimals are exact"),
        pytest.param("for i in 1..3 return i * i", [Decimal(1), Decimal(4), Decimal(9)], id="for"),
        pytest.param("if 1 > 2 then 1 else 2", Decimal(2), id="if"),
        pytest.param('string length("经办")', Decimal(2), id="name of two words"),
    ],
)
def test_a_simple_expression_has_the_value_the_standard_gives(text, expected):
    assert evaluate(text) == expected


def test_a_name_with_spaces_is_known_from_the_scope():
    assert evaluate("申请 人数 + 1", {"申请 人数": 2}) == Decimal(3)


def test_a_typing_error_in_a_condition_is_named_with_its_neighbours():
    with pytest.raises(EvaluationError, match="'amount'"):
        compile_expression("amuont > 100", strict=True).evaluate({"amount": 1})


def test_a_syntax_error_is_located():
    with pytest.raises(ExpressionError) as caught:
        compile_expression("1 +\n * 2")
    assert (caught.value.line, caught.value.column) == (2, 2)


def test_a_cell_of_a_table_holds_for_values_in_its_range():
    cell = compile_unary_tests("[1..5], > 10")
    assert [cell.evaluate({"?": value}) for value in (3, 7, 11)] == [True, False, True]


def test_a_date_comes_back_from_json_as_it_was():
    value = evaluate('[date("2026-03-01"), 1.50, {a: duration("P1M")}]')
    assert from_json(to_json(value)) == value
