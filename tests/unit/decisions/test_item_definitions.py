"""Types of a model: what conforms, what is converted (10.3.2.9.4), what becomes null with a warning."""

import pytest
from dmn_writing import (
    box,
    component,
    decided,
    decision,
    input_data,
    item,
    knowledge,
    literal,
    model,
    service,
)

from engine.decisions import read_model

PERSON = item("tPerson", body=component("name", "string") + component("age", "number"))
TYPES = [
    item("tNumbers", "number", many=True),
    item("tGrade", "string", allowed='"A","B"'),
    item("tGrades", "tGrade", many=True),
    item("tSomeGrades", "string", many=True, allowed='"A","B"'),
    item("tFew", "number", many=True, constraint="count(?) <= 2"),
    item("tPercent", "number", allowed="[0..100]"),
    item("tSmallPercent", "tPercent", constraint="< 10"),
    PERSON,
    item("tPeople", "tPerson", many=True),
    item("tMatrix", "tNumbers", many=True),
    item("tAge", "number"),
    item(
        "tCall",
        body='<functionItem outputTypeRef="number"><parameters name="x" typeRef="number"/></functionItem>',
    ),
    item("tTree", body=component("value", "number") + component("children", "tTree", many=True)),
    item("feel number", "feel:number"),
]


def coerced(type_ref, text):
    return decided(literal(text), {}, *TYPES, type_ref=type_ref)


@pytest.mark.parametrize(
    ("type_ref", "text", "expected"),
    [
        ("number", "1", 1),
        ("number", '"1"', None),
        ("number", "[1]", 1),
        ("number", "[1, 2]", None),
        ("number", "[]", None),
        ("number", "null", None),
        ("string", '"a"', "a"),
        ("string", "1", None),
        ("string", '["a"]', "a"),
        ("boolean", "true", True),
        ("boolean", "1", None),
        ("boolean", '"true"', None),
        ("date", 'date("2026-03-01")', "2026-03-01"),
        ("date", 'date and time("2026-03-01T00:00:00")', None),
        ("date", '"2026-03-01"', None),
        ("date and time", 'date("2026-03-01")', "2026-03-01 00:00:00+00:00"),
        ("date and time", '[date("2026-03-01")]', None),
        ("number", "[[10]]", None),
        ("number", "[null]", None),
        ("tNumbers", "[[1]]", None),
        ("time", 'time("10:00:00")', "10:00:00"),
        ("time", '"10:00:00"', None),
        ("days and time duration", 'duration("P1D")', "1 day, 0:00:00"),
        ("days and time duration", 'duration("P1M")', None),
        ("dayTimeDuration", 'duration("P1D")', "1 day, 0:00:00"),
        ("years and months duration", 'duration("P1M")', "P1M"),
        ("yearMonthDuration", 'duration("P1D")', None),
        ("dateTime", 'date("2026-03-01")', "2026-03-01 00:00:00+00:00"),
        ("Any", '"a"', "a"),
        ("Any", "[1]", [1]),
        ("context", "{a: 1}", {"a": 1}),
        ("context", "1", None),
        ("list", "1", [1]),
        ("list", "[1, \"a\"]", [1, "a"]),
        ("list<number>", "1", [1]),
        ("list<number>", '"a"', None),
        ("list<list<number>>", "[[1]]", [[1]]),
        ("tAge", "5", 5),
        ("tAge", "[5]", 5),
        ("feel number", "5", 5),
        ("tNumbers", "[1, 2]", [1, 2]),
        ("tNumbers", "1", [1]),
        ("tNumbers", '"a"', None),
        ("tNumbers", '[1, "a"]', None),
        ("tNumbers", "[1, null]", [1, None]),
        ("tNumbers", "[]", []),
        ("tMatrix", "[[1], [2, 3]]", [[1], [2, 3]]),
        ("tMatrix", "[1]", None),
        ("tGrade", '"A"', "A"),
        ("tGrade", '"C"', None),
        ("tGrade", '["B"]', "B"),
        ("tGrades", '["A", "B"]', ["A", "B"]),
        ("tGrades", '["A", "C"]', None),
        ("tGrades", '"A"', ["A"]),
        ("tSomeGrades", '["A", "B"]', ["A", "B"]),
        ("tSomeGrades", '["C"]', None),
        ("tFew", "[1, 2]", [1, 2]),
        ("tFew", "[1, 2, 3]", None),
        ("tPercent", "100", 100),
        ("tPercent", "101", None),
        ("tSmallPercent", "5", 5),
        ("tSmallPercent", "10", None),
        ("tSmallPercent", "-1", None),
        ("tPerson", '{name: "Li", age: 30}', {"name": "Li", "age": 30}),
        ("tPerson", '{name: "Li", age: "30"}', None),
        ("tPerson", '{name: "Li"}', None),
        ("tPerson", '{name: "Li", age: null}', {"name": "Li", "age": None}),
        ("tPerson", '{name: "Li", age: 30, extra: 1}', {"name": "Li", "age": 30, "extra": 1}),
        ("tPerson", '[{name: "Li", age: 30}]', {"name": "Li", "age": 30}),
        ("tPeople", '{name: "Li", age: 30}', [{"name": "Li", "age": 30}]),
        ("tPeople", '[{name: "Li", age: "x"}]', None),
        ("tTree", "{value: 1, children: [{value: 2, children: []}]}", {"value": 1, "children": [{"value": 2, "children": []}]}),
        ("tTree", '{value: 1, children: [{value: "x", children: []}]}', None),
        ("tCall", "1", None),
    ],
)  # fmt: skip
def test_a_result_is_converted_to_its_type_or_null(type_ref, text, expected):
    value = coerced(type_ref, text)
    assert (str(value) if isinstance(expected, str) and value is not None else value) == expected


def test_a_value_that_does_not_conform_leaves_a_warning_that_names_it():
    read = read_model({"t.dmn": model(decision("Fee", literal('"x"'), type_ref="number"))})
    (warning,) = read.evaluate("Fee", {}).warnings
    assert (warning.code, warning.element) == ("decision-type", "id-Fee")
    assert warning.message == "'Fee': A string does not conform to number."


@pytest.mark.parametrize(
    ("type_ref", "raw", "expected"),
    [
        ("number", 5, 5),
        ("number", 0.1, "0.1"),
        ("number", "5", None),
        ("number", [5], 5),
        ("date", "2026-03-01", "2026-03-01"),
        ("date", " 2026-03-01 ", "2026-03-01"),
        ("date", "2026-02-30", None),
        ("time", "10:00:00", "10:00:00"),
        ("date and time", "2026-03-01T10:00:00+08:00", "2026-03-01 10:00:00+08:00"),
        ("days and time duration", "P3D", "3 days, 0:00:00"),
        ("years and months duration", "P1Y", "P1Y"),
        ("string", "2026-03-01", "2026-03-01"),
        ("tGrade", "A", "A"),
        ("tGrade", "Z", None),
        ("tNumbers", (1, 2), [1, 2]),
        ("tNumbers", 7, [7]),
        ("tPerson", {"name": "Li"}, {"name": "Li", "age": None}),
        ("tPerson", {"name": "Li", "age": 3}, {"name": "Li", "age": 3}),
        ("tPeople", [{"name": "Li"}], [{"name": "Li", "age": None}]),
        (None, {"a": [1.5]}, None),
    ],
)
def test_inputs_from_json_fit_their_declared_types(type_ref, raw, expected):
    read = read_model(
        {"t.dmn": model(*TYPES, input_data("x", type_ref), decision("D", box("x"), inputs=["x"]))}
    )
    value = read.decide("D", {"x": raw})
    if type_ref is None:
        assert str(value["a"][0]) == "1.5"
    else:
        assert (str(value) if isinstance(expected, str) else value) == expected


def test_dates_inside_structures_are_read_too():
    types = item("tCase", body=component("accepted", "date") + component("stops", "date", many=True))
    read = read_model(
        {
            "t.dmn": model(
                types,
                input_data("case", "tCase"),
                decision("D", box("case.stops[1] - case.accepted"), inputs=["case"]),
            )
        }
    )
    assert read.decide("D", {"case": {"accepted": "2026-03-01", "stops": ["2026-03-05"]}}).days == 4


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "1.5"])
def test_built_in_types_are_known_with_their_prefix_in_every_version(version):
    written = model(
        decision("D", literal("[5]"), type_ref="feel:number"),
        version=version,
        prefixes='xmlns:feel="http://www.omg.org/FEEL"',
    )
    read = read_model({"t.dmn": written})
    assert (read.decide("D", {}), read.findings) == (5, ())


def test_an_unknown_type_is_a_finding_and_accepts_anything():
    read = read_model({"t.dmn": model(decision("D", literal("5"), type_ref="tTypo"))})
    assert [finding.rule for finding in read.findings] == ["dmn-unknown-type"]
    assert read.decide("D", {}) == 5


@pytest.mark.parametrize(
    "types",
    [
        [item("a", "b"), item("b", "a")],
        [item("a", "a")],
        [item("a", "b"), item("b", "c"), item("c", "a")],
    ],
)
def test_types_that_are_only_themselves_are_findings_and_accept_anything(types):
    read = read_model({"t.dmn": model(*types, decision("D", literal("5"), type_ref="a"))})
    assert "dmn-unknown-type" in [finding.rule for finding in read.findings]
    assert read.decide("D", {}) == 5


def test_a_recursive_list_type_is_allowed():
    read = read_model(
        {
            "t.dmn": model(
                item("tNest", "tNest", many=True), decision("D", literal("[[], [[]]]"), type_ref="tNest")
            )
        }
    )
    assert read.decide("D", {}) == [[], [[]]]


@pytest.mark.parametrize(
    ("knowledge_type", "result_type", "text", "expected"),
    [
        (None, None, "x", 1),
        ("number", None, "x", 1),
        ("string", None, "x", None),
        (None, "string", "x", None),
        ("tCall", None, "x", 1),
        ("tCall", None, '"a"', None),
        ("function", None, "x", 1),
        (None, "tNumbers", "x", [1]),
        ("number", None, "[x]", 1),
        ("number", None, "[[x]]", None),
        ("number", "number", "[[x]]", None),
    ],
)
def test_the_result_of_a_knowledge_model_is_converted(knowledge_type, result_type, text, expected):
    function = knowledge("f", {"x": "number"}, text, type_ref=knowledge_type, result=result_type)
    read = read_model({"t.dmn": model(*TYPES, function, decision("D", literal("f(1)"), knows=["f"]))})
    assert read.decide("D", {}) == expected
    assert read.invoke("f", {"x": 1}) == expected


def test_broken_allowed_values_are_a_finding_and_not_enforced():
    read = read_model(
        {"t.dmn": model(item("tBad", "number", allowed="< <"), decision("D", literal("5"), type_ref="tBad"))}
    )
    assert [finding.rule for finding in read.findings] == ["dmn-expression"]
    assert read.decide("D", {}) == 5


CALLS = [
    ("add instance of function<number, number> -> number", True),
    ("add instance of function<string, number> -> number", False),
    ("add instance of function<number> -> number", False),
    ("Sum instance of function<number, number> -> number", True),
    ("any instance of function<string> -> Any", True),
]


@pytest.mark.parametrize(("text", "expected"), CALLS)
def test_knowledge_and_services_are_functions_of_their_declared_types(text, expected):
    written = model(
        input_data("a", "number"),
        input_data("b", "number"),
        decision("Out", literal("a + b"), inputs=["a", "b"]),
        service("Sum", ["Out"], inputs=["a", "b"], type_ref="number"),
        knowledge("add", {"x": "number", "y": "number"}, "x + y", result="number"),
        knowledge("any", {"x": None}, "x"),
        decision("D", literal(text), knows=["Sum", "add", "any"]),
    )
    assert read_model({"t.dmn": written}).decide("D", {}) is expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("function(x) x", True),
        ("function(x: number) x", True),
        ("function(x: Any) x", True),
        ("function(x: string) x", False),
        ("function(x, y) x", False),
        ("abs", True),
    ],
)
def test_a_function_type_asks_for_a_function_that_takes_its_arguments(text, kept):
    assert (coerced("tCall", text) is not None) is kept


@pytest.mark.parametrize(
    ("low", "high", "kept"), [(1, 2, True), (2, 1, False), (1, 1, False), (1, None, True)]
)
def test_a_component_may_be_constrained_by_its_siblings(low, high, kept):
    span = item("tSpan", body=component("low", "number") + component("high end", "number", allowed="> low"))
    read = read_model({"t.dmn": model(span, input_data("x", "tSpan"), decision("D", box("x"), inputs=["x"]))})
    assert (read.decide("D", {"x": {"low": low, "high end": high}}) is not None) is kept


@pytest.mark.parametrize("name", ["a-b", "terms and conditions", "in stock", "share"])
def test_constraints_reach_components_of_any_name(name):
    types = (
        item("tRow", body=component(name, "number"), constraint=f"?.{name} > 0"),
        item("tRows", "tRow", many=True, constraint=f"count(?[{name} > 5]) > 0"),
    )
    assert decided(literal(f'{{"{name}": 1}}'), {}, *types, type_ref="tRow") == {name: 1}
    assert decided(literal(f'{{"{name}": -1}}'), {}, *types, type_ref="tRow") is None
    assert decided(literal(f'[{{"{name}": 1}}, {{"{name}": 6}}]'), {}, *types, type_ref="tRows") is not None
    assert decided(literal(f'[{{"{name}": 1}}]'), {}, *types, type_ref="tRows") is None


@pytest.mark.parametrize(("value", "kept"), [("{n: 5}", True), ('{n: "none"}', True), ("{n: -5}", False)])
def test_constraints_may_ask_for_types_of_the_model(value, kept):
    types = (
        item("tRow", body=component("n", "Any"), constraint='?.n instance of tPositive or ?.n = "none"'),
        item("tPositive", "number", allowed="> 0"),
    )
    assert (decided(literal(value), {}, *types, type_ref="tRow") is not None) is kept
