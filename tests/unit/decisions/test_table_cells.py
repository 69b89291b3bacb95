"""Condition cells mean what FEEL's unary tests mean, whether the index answers them or FEEL does."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from dmn_writing import box, decided, decision, input_data, model, table
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import read_model
from engine.decisions.cells import read_cell
from engine.decisions.tables.index import build_index
from engine.expressions import compile_unary_tests

CELLS = [
    "-", "5", "-5", "5.0", "0.1", "< 5", "<= 5", "> 5", ">= 5", "[1..5]", "(1..5)", "]1..5[", "[1..5[", "(1..5]",
    "1, 5", "< 1, > 5", "[1..2], [2..5], 7", "not(5)", "not(< 1, > 5)", "not([1..5])", "[5..1]", "(5..5)",
    '"A"', '"A", "B"', 'not("A")', 'not("A", "B")', '["A".."C"]', '"a\\"b"', '""', "true", "false", "not(true)", "true, false",
    "null", "not(null)", 'null, "A"', '5, "A"', 'not(5, "A")', 'not(null, 5)', '< "M"',
    'date("2026-03-01")', '< date("2026-03-01")', '@"2026-03-01"', '[@"2026-01-01"..@"2026-12-31"]', 'not(@"2026-03-01")',
    '< duration("P1D")', 'date and time("2026-03-01T00:00:00")', 'time("10:00:00")', "1 + 4", "? > 3", "limit", "< limit",
    "not(limit)", "abs(?) = 5", "[limit..10]", "if true then 5 else 6", '[1, 5]', '["A", "B"]',
]  # fmt: skip
VALUES = [
    None, Decimal(5), Decimal("5.0"), Decimal(-5), Decimal("0.1"), Decimal(1), Decimal(2), Decimal(0), Decimal(7), Decimal(10),
    Decimal("4.999999999999999999999999999999999"), "A", "B", "C", "", 'a"b', "D", True, False, date(2026, 3, 1), date(2026, 1, 1),
    date(2027, 1, 1), datetime.fromisoformat("2026-03-01T00:00:00"), [Decimal(5)], ["A"], [], {"a": Decimal(1)},
]  # fmt: skip


def hits(cell: str, value: object, limit: Decimal) -> bool:
    """What rule-by-rule evaluation says; a boolean constant is meant for boolean inputs only, an empty range for none."""
    if cell in ("true", "true, false") and not isinstance(value, bool):
        return False
    if cell == "[5..1]":
        return False
    return compile_unary_tests(cell).evaluate({"?": value, "limit": limit}) is True


@pytest.mark.parametrize("cell", CELLS)
def test_the_index_answers_as_feel_does(cell):
    """Each cell stands between two others, so that bits of neighbours would show."""
    column = ["< 3", cell, '"A"', cell, "-"]
    logic = table("R", ["x"], ["n"], [[text, str(number)] for number, text in enumerate(column)])
    written = model(input_data("x"), input_data("limit"), decision("D", box(logic), inputs=["x", "limit"]))
    read = read_model({"t.dmn": written})
    for value in VALUES:
        expected = [n for n, text in enumerate(column) if hits(text, value, Decimal(4))]
        assert read.decide("D", {"x": value, "limit": 4}) == expected, value


NUMBERS = st.integers(-4, 4).map(str)
BOUNDS = st.tuples(st.sampled_from("[(]"), st.integers(-4, 4), st.integers(0, 4), st.sampled_from("])["))
TEST = st.one_of(
    NUMBERS,
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NUMBERS).map(" ".join),
    BOUNDS.map(lambda part: f"{part[0]}{part[1]}..{part[1] + part[2]}{part[3]}"),
    st.sampled_from(['"A"', '"B"', "null", "[1, 2]"]),
)
CELL = st.one_of(
    st.just("-"),
    st.lists(TEST, min_size=1, max_size=4).map(", ".join),
    st.lists(TEST, min_size=1, max_size=3).map(lambda tests: f"not({', '.join(tests)})"),
    st.just("? > limit"),
)
VALUE = st.one_of(
    st.integers(-10, 10).map(lambda number: Decimal(number) / 2),
    st.sampled_from(["A", "B", "C", None, True, False]),
)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), x=VALUE, y=VALUE)
def test_any_table_hits_as_rule_by_rule_evaluation_does(rows, x, y):
    rules = [[*row, str(number)] for number, row in enumerate(rows)]
    logic = table("R", ["x", "y"], ["n"], rules)
    expected = [
        number
        for number, row in enumerate(rows)
        if all(hits(cell, value, Decimal(1)) for cell, value in zip(row, (x, y), strict=True))
    ]
    assert decided(logic, {"x": x, "y": y, "limit": Decimal(1)}) == (expected or None)


@pytest.mark.parametrize(
    "cell",
    ["x", "1 + 1", "limit", "? > 1", "[1..limit]", '"A" + "B"', "date(x)", "1..2", "<", "not(", "[1..2"],
)
def test_what_is_more_than_constants_is_left_to_feel(cell):
    assert read_cell(cell) is None


def test_the_empty_column_index_hits_nothing_and_does_not_fail():
    assert build_index([]).look_up(Decimal(1)) == (0, 0)


def test_a_column_too_large_to_index_is_evaluated_instead(monkeypatch):
    monkeypatch.setattr("engine.decisions.tables.index.MAX_BITS", 1)
    logic = table("R", ["x"], ["n"], [["< 5", "1"], ["> 2", "2"], ["9", "3"]])
    assert decided(logic, {"x": 9}) == [2, 3]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("A", "ok"), ("C", None), (None, None)],
)
def test_an_input_outside_its_allowed_values_makes_the_table_null(value, expected):
    logic = table("U", [("x", '"A","B"')], ["n"], [["-", '"ok"']])
    assert decided(logic, {"x": value}) == expected


@pytest.mark.parametrize(
    ("allowed", "value", "expected"),
    [
        ('"A","B"', ["A", "B"], "ok"),
        ('"A","B"', ["A", "C"], None),
        ('"A","B"', [], None),
        ("count(?) < 2", ["A"], "ok"),
        ("count(?) < 2", ["A", "B"], None),
        ("> limit", 5, "ok"),
        ("> limit", 4, None),
        ('starts with(?, "A")', "AB", "ok"),
        ("not(null)", None, None),
    ],
)
def test_allowed_values_are_unary_tests_of_the_value_or_of_its_items(allowed, value, expected):
    logic = table("U", [("x", allowed)], ["n"], [["-", '"ok"']])
    assert decided(logic, {"x": value, "limit": 4}) == expected


def test_null_is_allowed_where_the_allowed_values_name_it():
    logic = table("U", [("x", "null, [0..999]")], ["n"], [["null", '"none"'], [">= 0", '"some"']])
    assert decided(logic, {"x": None}) == "none"
    assert decided(logic, {"x": 5}) == "some"


def test_cells_and_outputs_see_all_required_names():
    logic = table("U", ["x"], ["n"], [["> limit", "x - limit"], ["<= limit", "0"]])
    assert decided(logic, {"x": 7, "limit": 5}) == 2


def test_names_of_several_words_work_in_inputs_cells_and_outputs():
    logic = table("U", ["用地 面积"], ["n"], [["> 低风险 上限", "用地 面积 - 低风险 上限"]])
    assert decided(logic, {"用地 面积": 12000, "低风险 上限": 10000}) == 2000


def test_an_input_may_be_any_expression():
    logic = table("U", ["count(x)", "sum(x) / count(x)"], ["n"], [["3", "[2..3]", '"yes"']])
    assert decided(logic, {"x": [1, 2, 4]}) == "yes"


def test_an_absent_cell_means_any_value():
    assert decided(table("U", ["x", "y"], ["n"], [["1", "", "7"]]), {"x": 1, "y": None}) == 7


def test_one_broken_cell_makes_the_whole_table_null_and_is_located():
    logic = table("F", ["x"], ["n"], [["1", '"a"'], ["< <", '"b"'], ["-", '"c"']])
    read = read_model(
        {"t.dmn": model(input_data("x"), decision("D", logic, inputs=["x"]), decision("E", box("1")))}
    )
    assert read.decide("D", {"x": 1}) is None
    assert read.decide("E", {}) == 1
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.element, finding.line) == (
        "dmn-expression",
        "warning",
        "rule-2",
        5,
    )


def test_a_broken_output_is_null_only_where_its_rule_hits():
    logic = table("F", ["x"], ["n"], [["1", "1 +"], ["2", "2"]])
    assert decided(logic, {"x": 1}) is None
    assert decided(logic, {"x": 2}) == 2


def test_rules_with_too_many_or_too_few_cells_are_findings():
    logic = table("F", ["x"], ["n"], [["1", "10", "11"], ["2"]])
    read = read_model({"t.dmn": model(input_data("x"), decision("D", logic, inputs=["x"]))})
    assert [finding.rule for finding in read.findings] == ["dmn-rule-shape", "dmn-rule-shape"]
    assert read.decide("D", {"x": 1}) == 10
