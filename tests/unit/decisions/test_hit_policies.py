"""Every hit policy gives what clause 8.2.10 and 8.2.11 say, for none, one and several hits."""

from decimal import Decimal

import pytest
from dmn_writing import decided, decision, input_data, item, model, table

from engine.decisions import read_model

RULES = [["< 10", '"low"'], ["[5..20]", '"middle"'], ["> 15", '"high"'], ["> 15", '"high"']]
VALUES = '"high","middle","low"'


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("U", 3, "low"),
        ("U", 12, "middle"),
        ("U", 7, None),
        ("U", 16, None),
        ("U", 30, None),
        ("F", 3, "low"),
        ("F", 7, "low"),
        ("F", 16, "middle"),
        ("F", 30, "high"),
        ("A", 3, "low"),
        ("A", 30, "high"),
        ("A", 7, None),
        ("A", 16, None),
        ("P", 3, "low"),
        ("P", 7, "middle"),
        ("P", 16, "high"),
        ("R", 3, ["low"]),
        ("R", 7, ["low", "middle"]),
        ("R", 16, ["middle", "high", "high"]),
        ("O", 7, ["middle", "low"]),
        ("O", 16, ["high", "high", "middle"]),
        ("C", 7, ["low", "middle"]),
        ("C", 30, ["high", "high"]),
        *[(policy, None, None) for policy in "UFAPROC"],
    ],
)
def test_a_policy_makes_its_result_of_the_hits(policy, x, expected):
    rules = table(policy, ["x"], [("band", VALUES)], RULES)
    assert decided(rules, {"x": x}) == expected


@pytest.mark.parametrize("policy", list("UFAPROC"))
def test_the_default_output_is_taken_when_nothing_hits(policy):
    rules = table(policy, ["x"], [("band", VALUES, '"none"')], RULES)
    assert decided(rules, {"x": None}) == "none"


@pytest.mark.parametrize(
    ("aggregation", "x", "expected"),
    [
        ("SUM", 1, 60),
        ("SUM", 5, 50),
        ("SUM", 9, None),
        ("MIN", 1, 10),
        ("MIN", 3, 20),
        ("MAX", 1, 30),
        ("COUNT", 1, 3),
        ("COUNT", 5, 2),
        ("COUNT", 9, None),
        ("MIN", 9, None),
        ("MAX", 9, None),
    ],
)
def test_collect_aggregates_the_outputs(aggregation, x, expected):
    rules = [["<= 2", "10"], ["<= 6", "20"], ["<= 6", "30"]]
    assert decided(table("C", ["x"], ["fee"], rules, aggregation=aggregation), {"x": x}) == expected


def test_sums_are_exact_to_the_cent():
    rules = [["-", "0.1"], ["-", "0.2"]]
    assert decided(table("C", ["x"], ["fee"], rules, aggregation="SUM"), {"x": 1}) == Decimal("0.3")


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("MIN", "2020-01-01"), ("MAX", "2021-06-01")],
)
def test_min_and_max_also_order_dates(aggregation, expected):
    rules = [["-", 'date("2021-06-01")'], ["-", 'date("2020-01-01")']]
    assert str(decided(table("C", ["x"], ["d"], rules, aggregation=aggregation), {"x": 1})) == expected


def test_several_outputs_make_a_context():
    rules = [["1", '"a"', "10"], ["-", '"b"', "20"]]
    assert decided(table("F", ["x"], ["name", "fee"], rules), {"x": 1}) == {"name": "a", "fee": 10}


def test_a_missing_output_cell_is_null():
    assert decided(table("U", ["x"], ["name", "fee"], [["1", '"a"']]), {"x": 1}) == {"name": "a", "fee": None}


def test_priority_compares_outputs_from_left_to_right():
    outputs = [("risk", '"high","low"'), ("class", '"x","y","z"')]
    rules = [["-", '"low"', '"x"'], ["-", '"high"', '"z"'], ["-", '"high"', '"y"']]
    assert decided(table("P", ["x"], outputs, rules), {"x": 1}) == {"risk": "high", "class": "y"}


def test_output_order_sorts_contexts_and_keeps_rule_order_among_equals():
    outputs = [("risk", '"high","low"'), ("note", "")]
    rules = [["-", '"low"', '"1"'], ["-", '"high"', '"2"'], ["-", '"high"', '"3"']]
    result = decided(table("O", ["x"], outputs, rules), {"x": 1})
    assert [row["note"] for row in result] == ["2", "3", "1"]


@pytest.mark.parametrize(
    ("policy", "cells", "expected"),
    [
        ("O", ['"other"', '"low"'], ["low", None]),
        ("P", ['"other"', '"low"'], "low"),
        ("C", ['"other"', '"low"'], [None, "low"]),
        ("F", ['"oth" + "er"'], None),
        ("F", ['"lo" + "w"'], "low"),
        ("F", ['["low", "high"]'], ["low", "high"]),
        ("F", ['["low", "other"]'], None),
        ("F", ["null"], None),
    ],
    ids=str,
)
def test_an_output_outside_the_listed_values_is_null(policy, cells, expected):
    assert (
        decided(table(policy, ["x"], [("band", VALUES)], [["-", cell] for cell in cells]), {"x": 1})
        == expected
    )


def test_output_values_may_be_conditions():
    rules = [["< 5", "x"], [">= 5", "x * 2"]]
    logic = table("U", ["x"], [("n", '[0..9], ends with(string(?), "4")')], rules)
    assert [decided(logic, {"x": value}) for value in (3, 5, 7)] == [3, None, 14]


def test_priority_takes_its_order_from_the_column_type_when_it_names_no_values():
    written = table("P", ["x"], ["band"], [["-", '"b"'], ["-", '"a"']]).replace(
        '<output name="band">', '<output name="band" typeRef="tBand">'
    )
    band = item("tBand", "string", allowed='"a","b"')
    assert decided(written, {"x": 1}, band) == "a"


def test_any_compares_whole_contexts():
    rules = [["-", "1", "2"], ["-", "1", "2"], ["> 5", "1", "3"]]
    assert decided(table("A", ["x"], ["a", "b"], rules), {"x": 1}) == {"a": 1, "b": 2}
    assert decided(table("A", ["x"], ["a", "b"], rules), {"x": 6}) is None


def test_several_outputs_are_aggregated_column_by_column():
    rules = [["-", "1", "10"], ["-", "2", "20"]]
    assert decided(table("C", ["x"], ["a", "b"], rules, aggregation="SUM"), {"x": 1}) == {"a": 3, "b": 30}


def test_a_table_without_inputs_hits_with_every_rule():
    assert decided(table("R", [], ["a"], [["1"], ["2"]])) == [1, 2]


def test_a_table_without_rules_is_null():
    assert decided(table("U", ["x"], ["a"], []), {"x": 1}) is None


@pytest.mark.parametrize("orientation", ["Rule-as-Row", "Rule-as-Column", "CrossTable"])
def test_orientation_changes_nothing(orientation):
    rules = table("U", ["x"], ["band"], [["< 10", '"low"'], [">= 10", '"high"']], orientation=orientation)
    assert decided(rules, {"x": 12}) == "high"


def test_two_hits_of_a_unique_table_say_which_rules():
    rules = table("U", ["x"], ["band"], RULES)
    read = read_model({"t.dmn": model(input_data("x"), decision("D", rules, inputs=["x"]))})
    answer = read.evaluate("D", {"x": 16})
    assert answer.value is None
    assert "rules 2, 3, 4" in answer.warnings[0].message
    assert answer.trace["tables"] == [
        {"decision": "D", "table": "table", "rules": [2, 3, 4], "ids": ["rule-2", "rule-3", "rule-4"]}
    ]


def test_an_unknown_policy_is_a_finding_and_read_as_unique():
    rules = table("BEST", ["x"], ["band"], [["-", "1"]])
    read = read_model({"t.dmn": model(input_data("x"), decision("D", rules, inputs=["x"]))})
    assert [finding.rule for finding in read.findings] == ["dmn-hit-policy"]
    assert read.decide("D", {"x": 1}) == 1
