"""What callers rely on: names, strictness, warnings, errors, clocks, budgets, callers' own values, shared evaluation."""

import re
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from engine.expressions import (
    Budget,
    EvaluationError,
    ExpressionError,
    Function,
    Range,
    Run,
    compile_expression,
    compile_unary_tests,
)
from engine.expressions.types import ContextType, ListType, Simple
from engine.kernel.errors import ExecutionFailed, InvalidInput, LimitExceeded


class Shade(str, Enum):  # noqa: UP042 older code still writes it so
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Stamp(datetime):
    pass


class Day(date):
    pass


NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


class TestNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("a + b.c", {"a", "b"}),
            ("count(a)", {"a"}),
            ("for x in xs return x + y", {"xs", "y"}),
            ("some x in xs satisfies x > limit", {"xs", "limit"}),
            ("{a: 1, b: a + c}", {"c"}),
            ("(function(x) x + y)(z)", {"y", "z"}),
            ("rows[amount > limit]", {"rows"}),
            ("rows[amount > limit].x + limit", {"rows", "limit"}),
            ("string length(姓名)", {"姓名"}),
            ("1 + 2", set()),
            ("sum", set()),
            ("{a: a + 1}", {"a"}),
            ("{f: function(n) f(n - 1)}", set()),
            ("full name", {"full name"}),
        ],
        # sets have no order that two test processes share
        ids=lambda part: part if isinstance(part, str) else " ".join(sorted(part)),
    )
    def test_free_variables_are_listed(self, text, names):
        assert compile_expression(text).names == names

    def test_names_inside_filters_are_listed_apart_since_they_may_be_entries_of_the_items(self):
        assert compile_expression("rows[amount > limit].x + limit").possible_names == {"amount"}

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("count > 5", {"count"}),
            ("rows[item > 1]", set()),
            ("count(rows)", set()),
            ("sort(rows, before)", set()),
        ],
    )
    def test_a_bare_function_name_may_be_a_variable(self, text, names):
        assert compile_expression(text, strict=True).possible_names == names

    def test_a_function_name_counts_when_the_caller_says_it_is_a_variable(self):
        assert compile_expression("count > 5", names=["count"]).names == {"count"}

    def test_the_input_of_a_cell_is_no_free_variable(self):
        assert compile_unary_tests("? > limit").names == {"limit"}

    def test_the_same_expression_reads_the_names_of_each_scope_anew(self):
        text = compile_expression("a-b")
        answers = [text.evaluate(scope) for scope in ({"a": 3, "b": 1}, {"a-b": 9}, {"a": 5, "b": 1})]
        assert answers == [2, 9, 4]

    def test_names_given_beforehand_are_known_without_a_scope(self):
        assert compile_expression("net total - tax", names=["net total"]).names == {"net total", "tax"}

    def test_a_leading_equals_sign_is_dropped(self):
        assert compile_expression("= 1 + 1").evaluate({}) == 2

    def test_equal_texts_are_compiled_once(self):
        assert compile_expression("1 + 41") is compile_expression("1 + 41")


class TestStrictness:
    @pytest.mark.parametrize(
        "text",
        [
            "amuont > 1",
            "1 + amuont",
            "if amuont then 1 else 2",
            "rows[amuont > 1]",
            "for r in rows return amuont",
        ],
    )
    def test_an_unknown_name_is_an_error_that_names_its_neighbours(self, text):
        scope = {"amount": 5, "rows": [{"amount": 1}]}
        with pytest.raises(EvaluationError, match=r"'amuont'.*'amount'") as caught:
            compile_expression(text, strict=True).evaluate(scope)
        assert caught.value.stable_code == "unknown-variable"

    @pytest.mark.parametrize("text", ["count > 5", "1 + duration > 2", 'mode = "x"', "not(date = null)"])
    def test_a_missing_variable_with_the_name_of_a_function_is_an_error_too(self, text):
        with pytest.raises(EvaluationError) as caught:
            compile_expression(text, strict=True).evaluate({})
        assert caught.value.stable_code == "unknown-variable"

    @pytest.mark.parametrize("text", ["count([1])", "sort([2, 1], before)", "list replace([1], 1, count)"])
    def test_a_function_that_is_called_or_handed_on_is_none(self, text):
        assert compile_expression(text, strict=True).evaluate({}) is not None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("amount > 1", True),
            ("rows[amount > 1]", [{"size": 2}]),
            ("rows[size > 1]", [{"size": 2}]),
            ("missing[item > 1]", []),
            ("count(rows)", 2),
            ("row.unknown", None),
            ("amount > null", None),
        ],
    )
    def test_known_names_and_entries_that_some_items_lack_are_not(self, text, expected):
        scope = {"amount": 5, "rows": [{"amount": 1}, {"size": 2}], "missing": [], "row": {}}
        assert compile_expression(text, strict=True).evaluate(scope) == expected

    def test_an_error_is_one_of_ours(self):
        assert issubclass(EvaluationError, ExecutionFailed)
        assert issubclass(ExpressionError, InvalidInput)


class TestWarnings:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("unknown", "unknown-variable"),
            ("c.unknwon", "unknown-entry"),
            ("1 + null", "null-operand"),
            ('1 + "a"', "type-mismatch"),
            ('1 < "a"', "type-mismatch"),
            ('1 = "a"', "type-mismatch"),
            ("1 / 0", "arithmetic"),
            ("[1][5]", "out-of-bounds"),
            ("c()", "not-a-function"),
            ('abs("a")', "wrong-arguments"),
            ("abs(null)", "null-operand"),
            ('date("x")', "no-value"),
            ("now()", "no-clock"),
            ("{a: 1, a: 2}", "duplicate-key"),
            ("function() external {}", "external-function"),
            ('@"x"', "no-value"),
        ],
    )
    def test_null_comes_with_its_reason(self, text, code):
        value, warnings = compile_expression(text).evaluate_with_warnings({"c": {"unknown": 1}})
        assert value is None
        assert code in [warning.code for warning in warnings]
        assert all(warning.position >= 0 for warning in warnings)

    def test_warnings_are_not_repeated(self):
        _, warnings = compile_expression("for i in 1..50 return 1 / 0").evaluate_with_warnings({})
        assert len(warnings) == 1

    def test_there_are_at_most_a_hundred(self):
        _, warnings = compile_expression("for i in 1..500 return [1][i + 1]").evaluate_with_warnings({})
        assert len(warnings) == 100

    def test_an_unknown_entry_is_told_with_its_neighbours(self):
        _, (warning,) = compile_expression("c.nmae").evaluate_with_warnings({"c": {"name": 1}})
        assert "'name'" in warning.message

    def test_a_clean_expression_has_none(self):
        assert compile_expression("1 + 1").evaluate_with_warnings({}) == (2, [])


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("", 1, 1),
            ("1 +", 1, 4),
            ("1 + * 2", 1, 5),
            ("(1", 1, 3),
            ("[1, 2", 1, 6),
            ("{a 1}", 1, 2),
            ("if a then b", 1, 12),
            ("for x of y return x", 1, 5),
            ('"abc', 1, 1),
            ("a\n  # b", 2, 3),
            ("1 /* x", 1, 3),
            ("f(a: 1, 2)", 1, 10),
            ("1..2", 1, 2),
            ("x between 1", 1, 12),
            ("1 instance of", 1, 14),
            ("a b c)", 1, 6),
            ("1 2", 1, 3),
            ("and", 1, 1),
            ("1e999999", 1, 1),
            ("some x in y", 1, 12),
            ("function(1) 2", 1, 10),
            ("@x", 1, 1),
            ("a.", 1, 2),
            ("[1..2", 1, 6),
        ],
        ids=repr,
    )
    def test_a_syntax_error_says_where(self, text, line, column):
        with pytest.raises(ExpressionError) as caught:
            compile_expression(text)
        assert (caught.value.line, caught.value.column) == (line, column)
        assert caught.value.errors[0].message == caught.value.message

    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            ("[1，2]", "Write , instead of the full-width ，"),
            ("max（1, 2)", "Write ( instead of the full-width （"),
            ("类型 = “甲”", 'Write " instead of the full-width “'),
            ("金额 ≥ 100", "Write >= instead of the full-width ≥"),
            ("{a：1}", "Write : instead of the full-width ："),
        ],
    )
    def test_full_width_punctuation_is_named(self, text, instead):
        with pytest.raises((ExpressionError, EvaluationError), match=re.escape(instead)):
            compile_expression(text, strict=True).evaluate({"金额": 1, "类型": "甲"})

    @pytest.mark.parametrize("text", ["", "not(1", "1,", "< ", "1 2"], ids=repr)
    def test_a_cell_is_checked_as_well(self, text):
        with pytest.raises(ExpressionError):
            compile_unary_tests(text)

    def test_a_text_beyond_the_length_is_refused(self):
        with pytest.raises(LimitExceeded, match="10000"):
            compile_expression("1" * 10_001)


class TestClock:
    def test_now_and_today_are_what_the_caller_says(self):
        assert compile_expression("[now(), today()]").evaluate({}, now=NOW) == [NOW, date(2026, 3, 1)]

    def test_a_zone_of_the_clock_is_kept(self):
        local = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
        assert compile_expression("now().timezone").evaluate({}, now=local) == "Asia/Shanghai"
        assert compile_expression("now() = n").evaluate({"n": NOW}, now=local) is True

    def test_without_a_clock_they_are_null(self):
        assert compile_expression("now()").evaluate({}) is None


class TestBudgets:
    @pytest.mark.parametrize(
        ("text", "budget", "code"),
        [
            ("for i in 1..100 return i", Budget(steps=50), "expression-steps"),
            ("concatenate([1, 2], [3])", Budget(items=2), "expression-items"),
            ('"abc" + "def"', Budget(characters=5), "expression-characters"),
            ("{f: function(n) f(n), r: f(1)}.r", Budget(calls=5), "expression-calls"),
        ],
    )
    def test_a_spent_budget_is_a_clear_error(self, text, budget, code):
        with pytest.raises(LimitExceeded) as caught:
            compile_expression(text).evaluate({}, budget=budget)
        assert caught.value.stable_code == code

    def test_a_larger_budget_allows_more(self):
        text = compile_expression("count(for i in 1..150000 return i)")
        assert text.evaluate({}, budget=Budget(steps=10**6)) == 150_000

    def test_the_same_evaluation_stops_at_the_same_step(self):
        text = compile_expression("for i in 1..100 return i")
        limits = []
        for steps in range(90, 130):
            try:
                text.evaluate({}, budget=Budget(steps=steps))
            except LimitExceeded:
                limits.append(steps)
        assert limits == list(range(90, limits[-1] + 1))

    def test_several_expressions_can_share_one_budget_and_its_warnings(self):
        run = Run(Budget(steps=250), NOW, [])
        text = compile_expression("for i in 1..100 return 1 / 0")
        text.evaluate_in(run, {})
        with pytest.raises(LimitExceeded):
            text.evaluate_in(run, {})
        assert [warning.code for warning in run.warnings] == ["arithmetic"]


class TestCallersValues:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (5, Decimal(5)),
            (True, True),
            (0.1, Decimal("0.1")),
            (float("nan"), None),
            (float("inf"), None),
            (Decimal("NaN"), None),
            (Decimal("1.10"), Decimal("1.10")),
            (10**40, Decimal("1e40")),
            pytest.param(10**7000, None, id="a number of 7000 digits"),
            ("x", "x"),
            (None, None),
            ((1, 2), [Decimal(1), Decimal(2)]),
            ([1, [2.5]], [Decimal(1), [Decimal("2.5")]]),
            ({"a": 1}, {"a": Decimal(1)}),
            (MappingProxyType({"a": [1]}), {"a": [Decimal(1)]}),
            (OrderedDict(a=1), {"a": Decimal(1)}),
            (date(2026, 3, 1), date(2026, 3, 1)),
            (time(9), time(9)),
            (NOW, NOW),
            (timedelta(1), timedelta(1)),
            pytest.param(Shade.RED, "red", id="a text of an enumeration"),
            pytest.param(Level.HIGH, Decimal(3), id="a number of an enumeration"),
            pytest.param(
                Stamp(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC), id="a kind of datetime"
            ),
            pytest.param(Day(2026, 3, 1), date(2026, 3, 1), id="a kind of date"),
            (Range(Decimal(1), Decimal(2)), Range(Decimal(1), Decimal(2))),
        ],
        ids=repr,
    )
    def test_a_value_is_taken_over_as_a_feel_value(self, value, expected):
        found = compile_expression("a").evaluate({"a": value})
        assert found == expected
        assert type(found) is type(expected)

    def test_contexts_come_back_as_dict_and_numbers_as_decimal_all_the_way_down(self):
        found = compile_expression("a.b").evaluate({"a": {"b": {"c": [1, {"d": 2}]}}})
        assert found == {"c": [Decimal(1), {"d": Decimal(2)}]}
        assert type(found["c"][1]["d"]) is Decimal

    def test_the_callers_values_are_not_changed(self):
        scope = {"rows": [{"a": 1}, {"a": 2}], "c": {"x": 1}}
        compile_expression('[rows[a > 1], context put(c, "x", 2), append(rows, 1)]').evaluate(scope)
        assert scope == {"rows": [{"a": 1}, {"a": 2}], "c": {"x": 1}}

    def test_a_value_without_meaning_is_refused_by_its_type(self):
        with pytest.raises(EvaluationError, match="object"):
            compile_expression("a").evaluate({"a": object()})

    def test_a_zone_of_the_caller_is_kept(self):
        local = datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert compile_expression("string(a)").evaluate({"a": local}) == "2026-03-01T09:00:00@Asia/Shanghai"

    def test_a_function_of_the_caller_can_be_called_by_position_and_by_name(self):
        share = Function("share", ["part", "whole"], lambda part, whole: part / whole, [Simple("number")] * 2)
        scope = {"share": share}
        assert compile_expression("share(1, 4)").evaluate(scope) == Decimal("0.25")
        assert compile_expression("share(whole: 4, part: 1)").evaluate(scope) == Decimal("0.25")
        assert compile_expression('share("1", 4)').evaluate(scope) is None

    def test_types_of_a_model_can_be_named(self):
        types = {"tPerson": ContextType((("name", Simple("string")),)), "tList": ListType(Simple("number"))}
        text = compile_expression(
            "[p instance of tPerson, l instance of list<tPerson>, n instance of tList]", types=types
        )
        assert text.evaluate({"p": {"name": "a"}, "l": [{"name": 1}], "n": [1]}) == [True, False, True]
