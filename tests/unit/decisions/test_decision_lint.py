"""The lint finds planted faults, located and with a correct example input, and is silent about sound models."""

import re
from decimal import Decimal
from itertools import combinations

import pytest
from dmn_writing import (
    NAMESPACES,
    component,
    context,
    decision,
    filtered,
    imported,
    input_data,
    item,
    knowledge,
    literal,
    model,
    table,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import lint_dmn, lint_dmn_files, read_model
from engine.decisions.lint.rule import RULES


def lint_table(policy, inputs, rules, *, outputs=("n",), types=(), given=("x", "y"), **options):
    """Findings about one table over inputs x and y; `types` are item definitions and (input, type) pairs."""
    of = dict(pair for pair in types if isinstance(pair, tuple))
    items = [one for one in types if isinstance(one, str)]
    logic = table(policy, inputs, outputs, rules, **options)
    elements = [
        *items,
        *(input_data(name, of.get(name)) for name in given),
        decision("D", logic, inputs=given),
    ]
    return lint_dmn(model(*elements))


def gaps(findings):
    return [re.search(r"input (.*)\.$", one.message)[1] for one in findings if one.rule == "dmn-table-gap"]


def rules_of(findings):
    return [one.rule for one in findings if one.severity != "info"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([["< 5"], [">= 5"]], []),
        ([["< 5"], ["> 5"]], ["x = 5"]),
        ([["<= 5"], [">= 6"]], ["x = 5.5"]),
        ([["< 5"], ["[5..10]"]], ["x = 11"]),
        ([["[1..5]"], ["(5..10)"]], ["x = 0", "x = 10", "x = 11"]),
        ([["not(5)"]], ["x = 5"]),
        ([["not(5)"], ["5"]], []),
        ([["not([1..2])"], ["(0..3)"]], []),
        ([["< 5"], ["-"]], []),
        ([["< 5"], ["? >= 5"]], []),
        ([["< 0.1"], ["> 0.2"]], ["x = 0.1", "x = 0.15", "x = 0.2"]),
        ([["true"], ["false"]], []),
        ([["true"]], ["x = false"]),
        ([['"A"'], ['"B"']], ['x = "其他"']),
        ([['"A"'], ['not("A")']], []),
        ([['< @"2026-03-01"'], ['> @"2026-03-01"']], ['x = @"2026-03-01"']),
        ([['<= @"2026-03-01"'], ['>= @"2026-03-02"']], []),
        ([['<= @"2026-03-01"'], ['>= @"2026-03-03"']], ['x = @"2026-03-02"']),
        ([['< duration("P1D")'], ['> duration("P1D")']], ['x = @"P1D"']),
        ([['< @"2026-03-01T08:00:00"'], ['> @"2026-03-01T08:00:00"']], ['x = @"2026-03-01T08:00:00"']),
    ],
    ids=str,
)
def test_gaps_of_one_column_are_found_with_an_example(rules, expected):
    findings = lint_table("U", ["x"], [[*row, "1"] for row in rules], given=("x",))
    assert gaps(findings) == expected
    assert all(
        (one.element, one.severity) == ("table", "warning") for one in findings if one.rule == "dmn-table-gap"
    )


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([["< 5", "-"], [">= 5", '"A"'], [">= 5", 'not("A")']], []),
        ([["< 5", "-"], [">= 5", '"A"']], ['x = 5, y = "其他"']),
        ([["< 5", "true"], [">= 5", "false"], ["-", "true"]], ["x = 4, y = false"]),
        ([["-", "true"], ["7", "false"]], ["x = 6, y = false"]),
    ],
    ids=str,
)
def test_gaps_of_two_columns_are_found_with_an_example(rules, expected):
    assert gaps(lint_table("F", ["x", "y"], [[*row, "1"] for row in rules])) == expected


def test_columns_that_test_the_same_are_one():
    assert (
        gaps(lint_table("U", ["x", "x"], [["< 5", "-", "1"], [">= 5", "< 10", "2"], ["-", ">= 10", "3"]]))
        == []
    )
    found = lint_table("U", ["x", "x"], [["< 5", "-", "1"], [">= 5", "< 10", "2"], ["-", "> 10", "3"]])
    assert gaps(found) == ["x = 10"]


@pytest.mark.parametrize(
    ("types", "inputs"),
    [
        ([item("tKind", "string", allowed='"A","B"'), ("x", "tKind")], ["x"]),
        ([], [("x", '"A","B"')]),
        ([item("tCase", body=component("kind", "string", allowed='"A","B"')), ("x", "tCase")], ["x.kind"]),
    ],
    ids=["type", "column", "component"],
)
def test_allowed_values_say_what_must_be_covered(types, inputs):
    assert lint_table("U", inputs, [['"A"', "1"], ['"B"', "2"]], types=types, given=("x",)) == []
    assert len(gaps(lint_table("U", inputs, [['"A"', "1"]], types=types, given=("x",)))) == 1


def test_allowed_ranges_bound_the_search():
    percent = [item("tPercent", "number", allowed="[0..100]"), ("x", "tPercent")]
    assert gaps(lint_table("U", ["x"], [["< 50", "1"], [">= 50", "2"]], types=percent, given=("x",))) == []
    assert gaps(
        lint_table("U", ["x"], [["[0..50)", "1"], ["(50..100]", "2"]], types=percent, given=("x",))
    ) == ["x = 50"]


@pytest.mark.parametrize("policy", ["C", "R", "O"])
def test_lists_of_hits_may_be_empty(policy):
    assert gaps(lint_table(policy, ["x"], [["< 5", "1"]], outputs=[("n", "1")], given=("x",))) == []


def test_a_default_output_fills_every_gap():
    assert lint_table("U", ["x"], [["< 5", "1"]], outputs=[("n", "", "0")], given=("x",)) == []


@pytest.mark.parametrize(
    ("policy", "rules", "expected"),
    [
        (
            "U",
            [["< 5", "-", "1"], ["[4..9]", "-", "2"], [">= 9", "-", "3"]],
            [("1 and 2", "x = 4"), ("2 and 3", "x = 9")],
        ),
        ("U", [["< 5", "true", "1"], ["< 5", "false", "2"], [">= 5", "-", "3"]], []),
        ("U", [["-", "-", "1"], ["-", "-", "1"]], [("1 and 2", "any input")]),
        ("U", [["5", '"A"', "1"], ["not(5)", "-", "2"], ["5", 'not("A")', "3"]], []),
        ("A", [["<= 5", "-", "1"], [">= 5", "-", "1"]], []),
        ("A", [["<= 5", "-", "1"], [">= 5", "-", "2"]], [("1 and 2", "x = 5")]),
        ("A", [["<= 5", "-", "y"], [">= 5", "-", "2"]], []),
        ("F", [["<= 5", "-", "1"], [">= 5", "-", "2"]], []),
        ("C", [["<= 5", "-", "1"], [">= 5", "-", "2"]], []),
    ],
    ids=str,
)
def test_overlaps_are_found_with_an_example_and_located_at_the_later_rule(policy, rules, expected):
    findings = [one for one in lint_table(policy, ["x", "y"], rules) if one.rule == "dmn-table-overlap"]
    assert len(findings) == len(expected)
    for one, (pair, example) in zip(findings, expected, strict=True):
        assert f"Rules {pair} of" in one.message
        assert f"input {example}" in one.message
        assert (one.severity, one.element) == ("error", f"rule-{pair[-1]}")


@pytest.mark.parametrize(
    ("policy", "rules", "unreachable"),
    [
        ("F", [["-", "1"], ["< 5", "2"]], [2]),
        ("F", [["< 10", "1"], ["< 5", "2"], ["-", "3"]], [2]),
        ("F", [["< 5", "1"], [">= 5", "2"], ["7", "3"], ["-", "4"]], [3, 4]),
        ("F", [["< 5", "1"], ["> 5", "2"], ["-", "3"]], []),
        ("F", [["? < 5", "1"], ["< 5", "2"], ["-", "3"]], []),
        ("F", [["< 5", "1"], ["? < 4", "2"], ["-", "3"]], []),
        ("U", [["[5..1]", "1"], ["-", "2"]], [1]),
        ("C", [["(5..5)", "1"], ["not(1)", "2"]], [1]),
    ],
    ids=str,
)
def test_rules_that_never_decide_are_found(policy, rules, unreachable):
    findings = lint_table(policy, ["x"], rules, given=("x",))
    found = [one.element for one in findings if one.rule == "dmn-rule-unreachable"]
    assert found == [f"rule-{number}" for number in unreachable]


def test_a_rule_outside_the_allowed_values_never_decides():
    findings = lint_table("F", [("x", '"A","B"')], [['"C"', "1"], ["-", "2"]], given=("x",))
    assert rules_of(findings) == ["dmn-rule-unreachable"]


def test_coverage_by_several_rules_together_is_seen():
    rules = [["< 5", "true", "1"], ["< 5", "false", "2"], [">= 5", "-", "3"], ["-", "true", "4"]]
    assert "rule-4" in [
        one.element for one in lint_table("F", ["x", "y"], rules) if one.rule == "dmn-rule-unreachable"
    ]


CELLS = ["-", "< 2", "<= 2", "> 1", "[0..1]", "(0..3)", "2", "not(1)", "1, 3"]
FLAGS = ["-", "true", "false"]
GRID = [(Decimal(x) / 2, y) for x in range(-2, 10) for y in (True, False)]


def matched(rules, policy="R"):
    logic = table(
        policy, ["x", "y"], ["n"], [[*row, str(number)] for number, row in enumerate(rules, start=1)]
    )
    read = read_model(
        {"t.dmn": model(input_data("x"), input_data("y"), decision("D", logic, inputs=["x", "y"]))}
    )
    return {point: read.decide("D", {"x": point[0], "y": point[1]}) or [] for point in GRID}


@settings(max_examples=60, deadline=None)
@given(rules=st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(FLAGS)), min_size=1, max_size=5))
def test_what_the_lint_says_is_what_evaluation_shows(rules):
    """Against every point of a grid that is finer than the cells' bounds."""
    hits = matched(rules)
    written = [[*row, str(number)] for number, row in enumerate(rules, start=1)]
    unique = lint_table("U", ["x", "y"], written, types=[("x", "number"), ("y", "boolean")])
    first = lint_table("F", ["x", "y"], written, types=[("x", "number"), ("y", "boolean")])
    assert bool(gaps(unique)) == any(not found for found in hits.values())
    pairs = {pair for found in hits.values() for pair in combinations([int(one) for one in found], 2)}
    reported = [
        re.search(r"Rules (\d+) and (\d+)", one.message) for one in unique if one.rule == "dmn-table-overlap"
    ]
    assert {(int(pair[1]), int(pair[2])) for pair in reported} == pairs
    deciding = {f"rule-{found[0]}" for found in hits.values() if found}
    dead = {one.element for one in first if one.rule == "dmn-rule-unreachable"}
    assert dead == {f"rule-{number}" for number in range(1, len(rules) + 1)} - deciding


@pytest.mark.parametrize(
    ("of", "cell"),
    [
        ("number", '"A"'),
        ("string", "5"),
        ("date", '"2026-03-01"'),
        ("boolean", '"true"'),
        ("number", '@"2026-03-01"'),
    ],
)
def test_a_cell_of_another_type_is_an_error(of, cell):
    findings = lint_table("C", ["x"], [[cell, "1"]], types=[("x", of)], given=("x",))
    assert findings[0].rule in ("dmn-type-mismatch", "dmn-rule-unreachable")
    assert "dmn-type-mismatch" in rules_of(findings)
    assert findings[0].element == "rule-1"


def test_a_column_that_declares_another_type_than_its_cells_is_a_warning():
    """Editors declare `string` unless told otherwise, and evaluation does not mind."""
    findings = lint_table("F", ["x"], [["< 5", "1"], ["-", "2"]], given=("x",), input_types=["string"])
    assert [(one.rule, one.severity) for one in findings] == [("dmn-type-mismatch", "warning")]


@pytest.mark.parametrize(
    ("of", "text", "wrong"),
    [
        ("number", '"5"', True),
        ("number", "5", False),
        ("number", "x", False),
        ("string", "5", True),
        ("date", '"2026-03-01"', True),
        ("date and time", '@"2026-03-01"', False),
        ("tGrade", '"C"', True),
        ("tGrade", '"A"', False),
        ("list<number>", "5", False),
    ],
)
def test_a_constant_decision_of_another_type_is_an_error(of, text, wrong):
    grade = item("tGrade", "string", allowed='"A","B"')
    findings = lint_dmn(
        model(grade, input_data("x"), decision("D", literal(text), type_ref=of, inputs=["x"]))
    )
    assert rules_of(findings) == (["dmn-type-mismatch"] if wrong else [])


@pytest.mark.parametrize(
    ("logic", "name"),
    [
        (literal("hight > 1"), "hight"),
        (context({"a": "1", "b": "aa"}), "aa"),
        (table("F", ["hight"], ["n"], [["-", "1"]]), "hight"),
        (table("F", ["x"], ["n"], [["< limit", "1"], ["-", "2"]]), "limit"),
        (table("F", ["x"], ["n"], [["-", "limit"]]), "limit"),
        (literal("for i in x return j"), "j"),
    ],
)
def test_an_unknown_name_is_an_error(logic, name):
    findings = lint_dmn(model(input_data("x"), decision("D", logic, inputs=["x"])))
    assert rules_of(findings) == ["dmn-unknown-name"]
    assert repr(name) in findings[0].message


@pytest.mark.parametrize(
    "logic",
    [
        literal("x[age > 5].name"),
        literal("{a: 1, b: a + 1}.b"),
        literal("for i in x return i + count(partial)"),
        literal("(function(a) a + 1)(2)"),
        filtered("x", "age > 5"),
        context({"a": "1", "f": "function(b) a + b"}, "f(a)"),
        literal("some i in x satisfies i = today()"),
    ],
)
def test_names_that_expressions_define_themselves_are_known(logic):
    assert lint_dmn(model(input_data("x"), decision("D", logic, inputs=["x"]))) == []


def test_the_remedy_for_an_unknown_name_is_a_near_one_or_a_requirement():
    elements = [
        input_data("height"),
        input_data("width"),
        decision("D", literal("hieght + width"), inputs=["height"]),
    ]
    first, second = [one for one in lint_dmn(model(*elements)) if one.rule == "dmn-unknown-name"]
    assert "'height'" in first.help
    assert "requirement" in second.help


@pytest.mark.parametrize(
    ("policy", "outputs", "rules", "aggregation", "expected"),
    [
        ("P", ["n"], [["-", "1"]], "", ["dmn-hit-policy-misuse"]),
        ("O", ["n"], [["-", "1"]], "", ["dmn-hit-policy-misuse"]),
        ("P", [("n", "1,2")], [["-", "1"]], "", []),
        ("U", ["n"], [["-", "1"]], "SUM", ["dmn-hit-policy-misuse"]),
        ("C", ["n"], [["-", "1"]], "SUM", []),
        ("C", ["n"], [["-", '"a"']], "SUM", ["dmn-hit-policy-misuse"]),
        ("C", ["n", "m"], [["-", "1", "2"]], "SUM", ["dmn-hit-policy-misuse"]),
        ("C", ["n", "m"], [["-", "1", "2"]], "COUNT", []),
        ("U", ["n", "n"], [["-", "1", "2"]], "", ["dmn-hit-policy-misuse"]),
        ("U", [], [["-"]], "", ["dmn-hit-policy-misuse"]),
        ("U", [("n", '"A","B"')], [["-", '"C"']], "", ["dmn-output-not-listed"]),
        ("U", [("n", '"A","B"')], [["-", '"B"']], "", []),
        ("U", [("n", "((")], [["-", '"B"']], "", ["dmn-expression"]),
        ("BEST", ["n"], [["-", "1"]], "", ["dmn-hit-policy"]),
    ],
)
def test_misused_hit_policies_are_found(policy, outputs, rules, aggregation, expected):
    assert (
        rules_of(lint_table(policy, ["x"], rules, outputs=outputs, aggregation=aggregation, given=("x",)))
        == expected
    )


def test_what_nobody_uses_is_said():
    findings = lint_dmn(
        model(input_data("a"), knowledge("f", {"x": None}, "x"), decision("D"), decision("E", literal("1")))
    )
    assert [(one.rule, one.severity, one.element) for one in findings] == [
        ("dmn-unused", "info", "id-a"),
        ("dmn-unused", "info", "id-f"),
        ("dmn-unused", "info", "id-D"),
    ]


def test_names_that_are_used_twice_or_missing_are_errors():
    findings = lint_dmn(
        model(
            decision("A", literal("1")),
            decision("A", literal("1")).replace("id-A", "id-B"),
            item("t", "number"),
            item("t", "string"),
            '<decision id="x"><literalExpression><text>1</text></literalExpression></decision>',
        )
    )
    assert rules_of(findings) == ["dmn-duplicate-name"] * 3


def test_a_variable_of_another_name_is_a_warning():
    written = decision("A", literal("1")).replace('<variable name="A"', '<variable name="B"')
    assert rules_of(lint_dmn(model(written))) == ["dmn-variable-name"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "dmn-not-xml"),
        (b"<a/>", "dmn-not-a-model"),
        (model(decision("D", literal("1 +"))), "dmn-expression"),
        (model(decision("D", literal("1"), decisions=["D"])), "dmn-cycle"),
        (model(decision("D", literal("1"), inputs=["gone"])), "dmn-reference"),
        (model(decision("D", literal("1"), type_ref="gone")), "dmn-unknown-type"),
    ],
)
def test_what_reading_finds_is_an_error_to_the_designer(data, rule):
    (finding,) = lint_dmn(data, file="f.dmn")
    assert (finding.rule, finding.severity, finding.file) == (rule, "error", "f.dmn")


def test_files_are_linted_together_so_that_imports_are_found():
    base = model(input_data("a"), decision("B", literal("a"), inputs=["a"]), namespace="urn:base")
    main = model(
        imported("urn:base", "lib", NAMESPACES["1.5"]),
        decision("D", literal("lib.B"), decisions=["urn:base#id-B"]),
    )
    assert lint_dmn_files({"main.dmn": main, "base.dmn": base}) == []
    assert [(one.rule, one.severity) for one in lint_dmn(main)] == [("dmn-import", "warning")]


@pytest.mark.parametrize("alias", ["lib", "", "the library"])
def test_a_missing_import_is_said_once_and_not_for_each_use(alias):
    prefix = f"{alias}." if alias else ""
    main = model(
        imported("urn:base", alias),
        input_data("x", f"{prefix}tAny"),
        decision(
            "D",
            literal(f"{prefix}B + x"),
            decisions=["urn:base#id-B"],
            inputs=["x"],
            type_ref=f"{prefix}tFee",
        ),
    )
    assert [(one.rule, one.severity) for one in lint_dmn(main)] == [("dmn-import", "warning")]
    assert read_model({"m": main}).decide("D", {"x": 1}) is None


def test_tables_inside_other_boxes_are_linted_too():
    inner = table("U", ["age"], ["n"], [["< 18", "1"]])
    findings = lint_dmn(
        model(
            knowledge("f", {"age": "number"}, inner),
            decision("D", context({"age": ("number", "20")}, inner), knows=["f"]),
        )
    )
    assert [one.rule for one in findings] == ["dmn-table-gap"] * 4


def test_every_rule_has_an_id_that_begins_with_dmn():
    assert len(RULES) == 10
    assert all(name.startswith("dmn-") for name in RULES)


def test_a_table_too_wide_to_search_says_so(monkeypatch):
    monkeypatch.setattr("engine.decisions.lint.gaps.uncovered.__defaults__", (0,))
    findings = lint_table("U", ["x"], [["< 5", "1"]], given=("x",))
    assert [(one.rule, one.severity) for one in findings] == [("dmn-table-gap", "info")]
