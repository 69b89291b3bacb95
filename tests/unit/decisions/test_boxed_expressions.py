"""Boxed expressions (10.2) give what the FEEL they stand for would give."""

from decimal import Decimal

import pytest
from dmn_writing import (
    boxed_list,
    component,
    conditional,
    context,
    decided,
    decision,
    filtered,
    function,
    input_data,
    invocation,
    item,
    iteration,
    literal,
    model,
    relation,
    table,
)

from engine.decisions import read_model

PEOPLE = relation(["name", "age"], ['"Li"', "30"], ['"Wang"', "17"])
ADULT = conditional("age >= 18", '"adult"', '"minor"')


@pytest.mark.parametrize(
    ("logic", "inputs", "expected"),
    [
        (literal("1 + 1"), {}, 2),
        (literal(""), {}, None),
        (literal("   "), {}, None),
        (literal("x.a"), {"x": {"a": 3}}, 3),
        (context({"a": "1", "b": "a + 1"}), {}, {"a": 1, "b": 2}),
        (context({"a": "1", "b": "a + 1"}, "a + b"), {}, 3),
        (context({"b": "a + 1", "a": "1"}), {}, {"b": None, "a": 1}),
        (context({}), {}, {}),
        (context({"x": "x + 1", "y": "x"}), {"x": 1}, {"x": 2, "y": 2}),
        (context({"full name": '"Li"', "greeting": '"Hello " + full name'}), {}, {"full name": "Li", "greeting": "Hello Li"}),
        (context({"a": context({"b": context({"c": "7"})})}, "a.b.c"), {}, 7),
        (context({"a": ("number", '"text"')}), {}, {"a": None}),
        (context({"a": ("number", "[5]")}), {}, {"a": 5}),
        (context({"twice": function({"x": None}, "x * 2")}, "twice(4)"), {}, 8),
        (context({"twice": function({"x": None}, "x * 2")}, "twice(x: 4)"), {}, 8),
        (context({"k": "10", "add": function({"x": None}, "x + k")}, "add(1)"), {}, 11),
        (context({"f": function({"x": "number"}, "x")}, 'f("a")'), {}, None),
        (context({"f": function({"x": "number"}, '"constant"')}, 'f("a")'), {}, None),
        (context({"f": function({"x": "number"}, "x")}, "f([1])"), {}, 1),
        (context({"f": function({"x": None}, "x")}, "f(1, 2)"), {}, None),
        (context({"f": function({"x": None}, "x", type_ref="string")}, "f(1)"), {}, None),
        (context({"f": function({}, "5")}, "f()"), {}, 5),
        (context({"f": function({"a b": None}, "a b + 1")}, "f(a b: 1)"), {}, 2),
        (boxed_list("1", '"a"', "null", boxed_list("2")), {}, [1, "a", None, [2]]),
        (boxed_list(), {}, []),
        (PEOPLE, {}, [{"name": "Li", "age": 30}, {"name": "Wang", "age": 17}]),
        (context({"people": PEOPLE}, "people[age < 18].name"), {}, ["Wang"]),
        (relation([("a", "number")], ['"text"'], ["1"]), {}, [{"a": None}, {"a": 1}]),
        (relation(["a", "b"], ["1"]), {}, [{"a": 1, "b": None}]),
        (relation(["a"]), {}, []),
        (conditional("x > 1", '"big"', '"small"'), {"x": 2}, "big"),
        (conditional("x > 1", '"big"', '"small"'), {"x": 1}, "small"),
        (conditional("x > 1", '"big"', '"small"'), {"x": None}, "small"),
        (conditional("x", '"big"', '"small"'), {"x": "text"}, "small"),
        (conditional("true", context({"a": "1"}), "0"), {}, {"a": 1}),
        (filtered("[1, 2, 3]", "item > 1"), {}, [2, 3]),
        (filtered("x", "item > 1"), {"x": 5}, [5]),
        (filtered("x", "item > 1"), {"x": None}, []),
        (filtered(PEOPLE, "age < 18"), {}, [{"name": "Wang", "age": 17}]),
        (filtered(PEOPLE, "item.age < limit"), {"limit": 18}, [{"name": "Wang", "age": 17}]),
        (filtered("[1, 2, 3]", "2"), {}, None),
        (filtered("[1, 2, 3]", '"a"'), {}, None),
        (filtered("[1, 2, 3]", "null"), {}, []),
        (filtered("[1, null, 3]", "item > 1"), {}, [3]),
        (iteration("for", "i", "[1, 2, 3]", "i * 2"), {}, [2, 4, 6]),
        (iteration("for", "i", "1..3", "i"), {}, [1, 2, 3]),
        (iteration("for", "i", "3..1", "i"), {}, [3, 2, 1]),
        (iteration("for", "i", "[]", "i"), {}, []),
        (iteration("for", "i", "x", "i"), {"x": None}, None),
        (iteration("for", "i", "x", "i + 1"), {"x": 4}, [5]),
        (iteration("for", "i", "[1, 2, 3]", "sum(partial) + i"), {}, [None, None, None]),
        (iteration("for", "i", "[1, 2, 3, 4]", "if count(partial) = 0 then i else partial[-1] + i"), {}, [1, 3, 6, 10]),
        (iteration("for", "age", "[17, 18]", ADULT), {}, ["minor", "adult"]),
        (iteration("for", "i", "[1, 2]", iteration("for", "j", "[10, 20]", "i + j")), {}, [[11, 21], [12, 22]]),
        (iteration("some", "i", "[1, 2]", "i > 1"), {}, True),
        (iteration("some", "i", "[1, 2]", "i > 2"), {}, False),
        (iteration("some", "i", "[1, null]", "i > 2"), {}, None),
        (iteration("some", "i", "[]", "true"), {}, False),
        (iteration("every", "i", "[1, 2]", "i > 0"), {}, True),
        (iteration("every", "i", "[1, 2]", "i > 1"), {}, False),
        (iteration("every", "i", "[null, 2]", "i > 1"), {}, None),
        (iteration("every", "i", "[null, 1]", "i > 1"), {}, False),
        (iteration("every", "i", "[]", "false"), {}, True),
        (iteration("every", "i", "x", "true"), {"x": None}, None),
        (invocation("abs", n="-3"), {}, 3),
        (invocation("string length", string='"四个汉字"'), {}, 4),
        (invocation("substring", string='"abcdef"', start_position="3", length="2"), {}, "cd"),
        (invocation("abs", wrong="-3"), {}, None),
        (invocation("nothing", n="1"), {}, None),
        (invocation("x", n="1"), {"x": 5}, None),
        (invocation(function({"a": None, "b": None}, "a - b"), b="1", a="5"), {}, 4),
        (invocation("function(a, b) a - b", b="1", a="5"), {}, 4),
        (context({"f": function({"a": None}, "a")}, invocation("f", a="1")), {}, 1),
        (context({"f": function({"a": None}, "a")}, invocation("f", b="1")), {}, None),
        (context({"f": function({"a": None, "b": None}, "[a, b]")}, invocation("f", a="1", b=context({"c": "2"}))), {}, [1, {"c": 2}]),
        (context({"m": context({"f": function({"a": None}, "a + 1")})}, invocation("m.f", a="1")), {}, 2),
        (context({"t": table("U", ["x"], ["n"], [["1", '"one"']])}, "t"), {"x": 1}, "one"),
        (boxed_list(table("U", ["x"], ["n"], [["1", '"one"']])), {"x": 1}, ["one"]),
    ],
)  # fmt: skip
def test_a_box_gives_the_value_of_the_feel_it_stands_for(logic, inputs, expected):
    assert decided(logic, inputs) == expected


def test_only_the_branch_that_is_taken_is_evaluated():
    logic = conditional("true", "1", iteration("for", "i", "1..99999", "i"))
    read = read_model({"t.dmn": model(decision("D", logic))})
    assert read.evaluate("D", {}).warnings == ()


@pytest.mark.parametrize("kind", ["Java", "PMML"])
def test_functions_of_other_kinds_are_null_with_a_warning(kind):
    logic = context({"f": function({"x": None}, context({"class": '"java.lang.Math"'}), kind)}, "f(1)")
    read = read_model({"t.dmn": model(decision("D", logic))})
    answer = read.evaluate("D", {})
    assert answer.value is None
    assert [finding.rule for finding in read.findings] == ["dmn-function-kind"]
    assert "function-kind" in [warning.code for warning in answer.warnings]


def test_other_expression_languages_are_null_with_a_warning():
    logic = literal("return 1", language="https://www.ecma-international.org/ecma-262")
    read = read_model({"t.dmn": model(decision("D", logic))})
    assert read.evaluate("D", {}).warnings[0].code == "expression-language"
    assert read.findings[0].rule == "dmn-expression-language"


@pytest.mark.parametrize(
    "language",
    [
        "FEEL",
        "feel",
        "http://www.omg.org/spec/FEEL/20140401",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "",
    ],
)
def test_feel_is_known_by_all_its_names(language):
    assert decided(literal("1 + 1", language=language)) == 2


@pytest.mark.parametrize("text", ["1 +", "(", '"open', "for x in", "{a: }", "x[", "1 2"])
def test_text_that_is_no_feel_is_null_there_and_nowhere_else(text):
    read = read_model({"t.dmn": model(decision("D", literal(text)), decision("E", literal("1")))})
    assert read.decide("D", {}) is None
    assert read.decide("E", {}) == 1
    assert [(finding.rule, finding.severity, finding.line) for finding in read.findings] == [
        ("dmn-expression", "warning", 3)
    ]


def test_entries_of_a_context_are_conversions_to_their_types():
    logic = context({"d": ("date and time", 'date("2026-03-01")'), "l": ("tNumbers", "1")})
    value = decided(logic, {}, item("tNumbers", "number", many=True))
    assert value["l"] == [Decimal(1)]
    assert value["d"].isoformat() == "2026-03-01T00:00:00+00:00"


def test_instance_of_knows_the_types_of_the_model():
    types = item("tAge", "number"), item("tPeople", "string", many=True)
    assert decided(literal("[x instance of tAge, x instance of tPeople]"), {"x": 3}, *types) == [True, False]
    assert decided(literal("x instance of tPeople"), {"x": ["a"]}, *types) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 instance of tAge", True),
        ("-5 instance of tAge", False),
        ("[5, 6] instance of tAges", True),
        ("[5, -6] instance of tAges", False),
        ("[5, 6, 7] instance of tAges", False),
        ("[5, -6] instance of list<tAge>", False),
        ("{low: 1, high: 2} instance of tSpan", True),
        ("{low: 3, high: 2} instance of tSpan", False),
        ("null instance of tAge", False),
        ("(function(n: tAge) n)(5)", 5),
        ("(function(n: tAge) n)(-5)", None),
        ("(function(n: tAge) n)([5])", 5),
        ("(function(n: tAges) n)(5)", [5]),
        ("(function(n: tAges) n)(-5)", None),
        ('(function(n: tDay) n.hour)(date("2026-03-01"))', 0),
        ('(function(n: tDay) n.hour)(date("2025-03-01"))', None),
    ],
)
def test_values_outside_the_constraints_of_a_type_are_no_instances_of_it(text, expected):
    types = (
        item("tAge", "number", allowed=">= 0"),
        item("tAges", "tAge", many=True, constraint="count(?) < 3"),
        item("tSpan", body=component("low", "number") + component("high", "number", allowed="> low")),
        item("tDay", "date and time", allowed="?.year = 2026"),
    )
    assert decided(literal(text), {}, *types) == expected


def test_parameters_of_feel_functions_may_be_of_types_of_the_model():
    types = item("tAge", "number"), item("tPerson", body=component("age", "tAge"))
    assert decided(literal("(function(n: tAge) n + 1)(5)"), {}, *types) == 6
    assert decided(literal('(function(n: tAge) n)("5")'), {}, *types) is None
    assert decided(literal("(function(p: list<tPerson>) p.age)([{age: 5}])"), {}, *types) == [5]
    assert decided(literal("(function(p: tPerson) p)({name: 1})"), {}, *types) is None


def test_a_function_keeps_the_names_of_the_place_where_it_was_made():
    logic = context(
        {"k": "1", "f": function({"x": None}, "x + k"), "g": context({"k": "100", "r": "f(1)"})}, "g.r"
    )
    assert decided(logic) == 2


def test_a_deeply_nested_box_still_works():
    logic = "7"
    for _ in range(20):
        logic = conditional("true", logic, "0")
    assert decided(logic) == 7


def test_inputs_are_not_changed_by_an_evaluation():
    given = {"x": {"a": [1, 2, {"b": 3}]}}
    read = read_model(
        {"t.dmn": model(input_data("x"), decision("D", literal('context put(x, "a", 1)'), inputs=["x"]))}
    )
    read.decide("D", given)
    assert given == {"x": {"a": [1, 2, {"b": 3}]}}


NAMES = ["Pre-bureau risk", "a/b rate", "owner's share", "用地-面积", "x+y total", "rate type"]
WORDY = ["terms and conditions", "approve or deny", "in stock", "null value", "then what"]


@pytest.mark.parametrize("name", [*NAMES, *WORDY])
def test_entries_with_operators_and_keywords_in_their_names_are_reached(name):
    body = component(name, "number")
    types = item("tRow", body=body), item("tRows", "tRow", many=True)
    given = {"rows": [{name: 1}, {name: 5}]}
    assert decided(literal(f"rows.{name}"), given, *types) == [1, 5]
    assert decided(literal(f"rows[{name} > 2].{name}"), given, *types) == [5]
    assert decided(literal(f"sum(for r in rows return r.{name})"), given, *types) == 6
    assert decided(context({"c": context({name: "1"})}, f"c.{name} + 1")) == 2
    assert decided(filtered("rows", f"{name} > 2"), given, *types) == [{name: 5}]


def test_an_operation_on_variables_stays_one():
    types = item("tRow", body=component("a-b", "number") + component("a and b", "boolean"))
    assert decided(literal("a-b"), {"a": 5, "b": 3}, types) == 2
    assert decided(literal("a and b"), {"a": True, "b": False}, types) is False


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("every day", "every day in [1, 2] satisfies day > 0", True),
        ("some item", "some item in [1, 2] satisfies item > 1", True),
        ("for all", "for all in [1, 2] return all", [1, 2]),
        ("if any", "if any([true]) then 1 else 2", 1),
        ("in stock", "x in stock", True),
        ("then what", "if true then what else 0", 5),
        ("return date", "for d in [1] return date", [5]),
    ],
)
def test_a_construct_stays_one_whatever_a_component_is_called(name, text, expected):
    types = item("tRow", body=component(name, "number"))
    given = {"x": 1, "stock": [1], "what": 5, "date": 5}
    assert decided(literal(text), given, types) == expected
    assert decided(context({"c": context({name: "1"})}, f"c.{name} + 1"), {}, types) == 2


@pytest.mark.parametrize("name", [*NAMES, "list", "date of birth", "x y z"])
def test_bindings_and_parameters_may_have_any_name(name):
    called = function({name: None, "k": None}, f"{name} * 10 + k")
    binding = f'<invocation>{literal("f")}<binding><parameter name="{name}"/>{literal("2")}</binding>'
    binding += f'<binding><parameter name="k"/>{literal("1")}</binding></invocation>'
    assert decided(context({"f": called}, binding)) == 21
