"""Decisions get what they require, in order and once; what is not required is not visible (clause 6, 7.1)."""

import pytest
from dmn_writing import (
    box,
    context,
    decision,
    function,
    imported,
    input_data,
    invocation,
    item,
    knowledge,
    literal,
    model,
    service,
    table,
)

from engine.decisions import read_model
from engine.kernel.errors import LimitExceeded, NotFound, Refused


def read(*elements, **options):
    return read_model({"t.dmn": model(*elements, **options)})


def test_a_decision_sees_its_requirements():
    found = read(
        input_data("a"),
        decision("B", literal("a + 1"), inputs=["a"]),
        decision("C", literal("B * 10 + a"), inputs=["a"], decisions=["B"]),
    )
    assert found.decide("C", {"a": 1}) == 21
    assert (found.inputs, found.decisions) == (("a",), ("B", "C"))


def test_a_decision_sees_nothing_that_it_does_not_require():
    found = read(
        input_data("a"),
        decision("B", literal("a"), inputs=["a"]),
        decision("C", literal("[a, B]"), decisions=["B"]),
    )
    answer = found.evaluate("C", {"a": 1})
    assert answer.value == [None, 1]
    assert [warning.code for warning in answer.warnings] == ["unknown-variable"]


def test_a_shared_requirement_is_evaluated_once():
    found = read(
        input_data("x"),
        decision("T", table("U", ["x"], ["n"], [["-", "1"]]), inputs=["x"]),
        decision("L", literal("T"), decisions=["T"]),
        decision("R", literal("T"), decisions=["T"]),
        decision("Top", literal("L + R"), decisions=["L", "R"]),
    )
    answer = found.evaluate("Top", {"x": 1})
    assert answer.value == 2
    assert len(answer.trace["tables"]) == 1


@pytest.mark.parametrize("name", ["The Decision", "id-The_Decision", " The  Decision "])
def test_a_decision_is_found_by_name_or_id(name):
    assert read(decision("The Decision", literal("1"))).decide(name, {}) == 1


def test_an_unknown_decision_says_which_there_are():
    with pytest.raises(NotFound, match="'Fees'"):
        read(decision("Fees", literal("1"))).decide("Fee", {})


def test_missing_inputs_are_null_with_a_warning():
    answer = read(input_data("a"), decision("D", literal("a"), inputs=["a"])).evaluate("D", {})
    assert answer.value is None
    assert [warning.code for warning in answer.warnings] == ["input-missing"]


def test_inputs_are_found_by_name_by_id_and_with_other_white_space():
    found = read(input_data("land area"), decision("D", literal("land area"), inputs=["land area"]))
    assert [found.decide("D", {name: 5}) for name in ("land area", "id-land_area", "land  area")] == [5, 5, 5]


def test_a_decision_without_logic_is_null_or_what_the_caller_gives():
    found = read(decision("Given"), decision("D", literal("Given"), decisions=["Given"]))
    assert found.decide("D", {}) is None
    assert found.decide("D", {"Given": 7}) == 7


def test_a_decision_with_logic_is_never_taken_from_the_inputs():
    found = read(decision("Own", literal("1")), decision("D", literal("Own"), decisions=["Own"]))
    assert found.decide("D", {"Own": 7}) == 1


def test_an_error_in_one_decision_leaves_the_others_answering():
    found = read(
        decision("Bad", literal("1 + ")),
        decision("D", literal("if Bad = null then 5 else 6"), decisions=["Bad"]),
    )
    assert found.decide("D", {}) == 5


@pytest.mark.parametrize(
    ("edges", "circular"),
    [
        ({"A": ["A"]}, {"A"}),
        ({"A": ["B"], "B": ["A"]}, {"A", "B"}),
        ({"A": ["B"], "B": ["C"], "C": ["B"]}, {"B", "C"}),
        ({"A": ["B", "C"], "B": ["D"], "C": ["D"], "D": []}, set()),
        ({"A": ["B"], "B": ["C"], "C": ["A"], "D": ["E"], "E": ["D"], "F": []}, {"A", "B", "C", "D", "E"}),
    ],
)
def test_circles_are_found_and_null_and_nothing_else_is(edges, circular):
    found = read(*(decision(name, literal("1"), decisions=needs) for name, needs in edges.items()))
    assert {name for name in edges if found.decide(name, {}) is None} == circular
    assert {finding.rule for finding in found.findings} == ({"dmn-cycle"} if circular else set())


def test_a_chain_of_two_thousand_decisions_is_walked():
    chain = [decision("D0", literal("1"))]
    chain += [decision(f"D{n}", literal(f"D{n - 1} + 1"), decisions=[f"D{n - 1}"]) for n in range(1, 2000)]
    assert read(*reversed(chain)).decide("D1999", {}) == 2000


def test_a_reference_to_nothing_is_a_finding():
    found = read(decision("D", literal("1"), inputs=["gone"], knows=["lost"]))
    assert [finding.rule for finding in found.findings] == ["dmn-reference", "dmn-reference"]
    assert found.decide("D", {}) == 1


def test_a_reference_to_the_wrong_kind_is_a_finding():
    found = read(input_data("a"), decision("D", literal("1"), decisions=["a"]))
    assert [finding.rule for finding in found.findings] == ["dmn-reference"]


def test_a_knowledge_model_sees_its_parameters_and_its_own_knowledge_only():
    found = read(
        input_data("a"),
        knowledge("inner", {"x": None}, "x + 1"),
        knowledge("outer", {"x": None}, "[inner(x), a]", knows=["inner"]),
        decision("D", literal("outer(a)"), inputs=["a"], knows=["outer"]),
        decision("E", literal("inner(a)"), inputs=["a"], knows=["outer"]),
    )
    assert found.decide("D", {"a": 1}) == [2, None]
    assert found.decide("E", {"a": 1}) is None


def test_a_knowledge_model_may_call_itself_within_bounds():
    factorial = knowledge("factorial", {"n": "number"}, "if n <= 1 then 1 else n * factorial(n - 1)")
    found = read(factorial, decision("D", literal("factorial(10)"), knows=["factorial"]))
    assert found.decide("D", {}) == 3628800
    assert found.invoke("factorial", {"n": 5}) == 120


def test_endless_recursion_is_stopped_and_located():
    endless = knowledge("endless", {"n": None}, "endless(n + 1)")
    found = read(endless, decision("D", literal("endless(1)"), knows=["endless"]))
    with pytest.raises(LimitExceeded) as caught:
        found.decide("D", {})
    assert caught.value.details["line"] is not None


def test_two_knowledge_models_may_need_one_another():
    found = read(
        knowledge("even", {"n": None}, "if n = 0 then true else odd(n - 1)", knows=["odd"]),
        knowledge("odd", {"n": None}, "if n = 0 then false else even(n - 1)", knows=["even"]),
        decision("D", literal("[even(4), odd(4)]"), knows=["even", "odd"]),
    )
    assert found.decide("D", {}) == [True, False]


def test_a_table_inside_a_knowledge_model_is_invoked_with_bindings():
    found = read(
        knowledge("rate", {"class": "string", "x y": "number"}, table("F", ["class", "x y"], ["r"], [['"A"', "> 1", "0.5"], ["-", "-", "1"]])),
        input_data("x"),
        decision("D", invocation("rate", **{"class": '"A"', "x_y": "x"}), inputs=["x"], knows=["rate"]),
    )  # fmt: skip
    assert str(found.decide("D", {"x": 2})) == "0.5"
    assert found.invoke("rate", {"class": "B", "x y": 0}) == 1


def test_functions_may_be_passed_and_returned():
    found = read(
        knowledge("twice", {"f": None, "x": None}, "f(f(x))"),
        knowledge("adder", {"n": None}, function({"x": None}, "x + n")),
        decision("D", literal("twice(adder(5), 1)"), knows=["twice", "adder"]),
    )
    assert found.decide("D", {}) == 11


SERVICE = [
    input_data("a", "number"),
    input_data("b"),
    decision("Sum", literal("a + b"), inputs=["a", "b"]),
    decision("Mid", literal("Sum * 10"), decisions=["Sum"]),
    decision("Out", literal("Mid + a"), inputs=["a"], decisions=["Mid"]),
]


def test_a_service_is_a_function_of_input_data_then_input_decisions():
    found = read(
        *SERVICE,
        service("S", ["Out"], encapsulated=["Mid"], decisions=["Sum"], inputs=["a"]),
        decision("D", literal("S(1, 2)"), knows=["S"]),
        decision("N", literal("S(Sum: 2, a: 1)"), knows=["S"]),
        decision("I", invocation("S", Sum="2", a="1"), knows=["S"]),
        decision("W", literal("S(1)"), knows=["S"]),
        decision("T", literal('S("x", 2)'), knows=["S"]),
    )
    assert [found.decide(name, {}) for name in "DNIWT"] == [21, 21, 21, None, None]
    assert found.services == ("S",)


def test_a_service_is_decided_by_name_with_its_inputs():
    found = read(*SERVICE, service("S", ["Out", "Mid"], encapsulated=["Sum"], inputs=["a", "b"]))
    assert found.decide("S", {"a": 1, "b": 2}) == {"Out": 31, "Mid": 30}
    assert found.invoke("S", {"a": 1, "b": 2}) == {"Out": 31, "Mid": 30}


def test_inside_a_service_only_its_arguments_are_known():
    found = read(
        *SERVICE,
        service("S", ["Out"], encapsulated=["Mid", "Sum"], inputs=["a"]),
        decision("D", literal("S(1)"), knows=["S"]),
    )
    assert found.decide("D", {"b": 2}) is None


def test_a_service_result_is_converted_to_its_type():
    found = read(*SERVICE, service("S", ["Sum"], inputs=["a", "b"], type_ref="string"))
    assert found.decide("S", {"a": 1, "b": 2}) is None


def test_a_service_without_outputs_is_an_empty_context():
    assert read(service("S", [])).decide("S", {}) == {}


BASE = model(
    item("tPerson", body='<itemComponent name="full name"><typeRef>string</typeRef></itemComponent>'),
    input_data("person", "tPerson"),
    knowledge("say hello", {"p": "tPerson"}, '"Hello " + p.full name'),
    decision("Greeting", literal("say hello(person)"), inputs=["person"], knows=["say hello"]),
    service("Greet", ["Greeting"], inputs=["person"]),
    namespace="urn:base",
    name="Base",
)


def test_imported_elements_are_reached_through_their_alias():
    main = model(
        imported("urn:base", "lib"),
        input_data("me", "lib.tPerson"),
        decision("D", literal("lib.say hello(me)"), inputs=["me"], knows=["urn:base#id-say_hello"]),
        decision("E", literal('lib.Greet({full name: "Wang"})'), knows=["urn:base#id-Greet"]),
        decision("F", literal("lib.Greeting"), decisions=["urn:base#id-Greeting"]),
    )
    found = read_model({"base.dmn": BASE, "main.dmn": main})
    assert found.findings == ()
    assert found.decisions == ("D", "E", "F")
    assert found.decide("D", {"me": {"full name": "Li"}}) == "Hello Li"
    assert found.decide("E", {}) == "Hello Wang"
    assert found.decide("F", {"lib": {"person": {"full name": "Zhao"}}}) == "Hello Zhao"
    assert found.decide("F", {"person": {"full name": "Qian"}}) == "Hello Qian"
    assert found.decide("lib.Greeting", {"person": {"full name": "Sun"}}) == "Hello Sun"
    assert found.invoke("lib.say hello", {"p": {"full name": "Zhou"}}) == "Hello Zhou"


def test_an_import_without_a_name_makes_the_names_ours():
    main = model(
        imported("urn:base", ""),
        input_data("me", "tPerson"),
        decision("D", literal("say hello(me)"), inputs=["me"], knows=["urn:base#id-say_hello"]),
    )
    assert read_model({"m.dmn": main, "b.dmn": BASE}).decide("D", {"me": {"full name": "Li"}}) == "Hello Li"


def test_elements_imported_without_a_name_may_be_referred_to_as_local_ones():
    middle = model(imported("urn:base", ""), namespace="urn:middle")
    main = model(
        imported("urn:middle", ""),
        input_data("me", "tPerson"),
        decision("D", literal("say hello(me)"), inputs=["me"], knows=["say hello"]),
        decision("E", literal("Greeting"), decisions=["Greeting"]),
    )
    found = read_model({"m.dmn": main, "n.dmn": middle, "b.dmn": BASE})
    assert found.findings == ()
    assert found.decide("D", {"me": {"full name": "Li"}}) == "Hello Li"
    assert found.decide("E", {"person": {"full name": "Wu"}}) == "Hello Wu"


def test_a_model_without_a_name_may_import_others_under_a_name():
    middle = model(
        imported("urn:base", "lib"),
        decision("M", literal("lib.Greeting"), decisions=["urn:base#id-Greeting"]),
        namespace="urn:middle",
    )
    main = model(imported("urn:middle", ""), decision("D", literal("M"), decisions=["M"]))
    found = read_model({"m.dmn": main, "n.dmn": middle, "b.dmn": BASE})
    assert found.decide("D", {"lib": {"person": {"full name": "Li"}}}) == "Hello Li"


def test_a_service_of_imported_elements_names_its_parameters_with_the_alias():
    main = model(
        imported("urn:base", "lib"),
        service("S", ["urn:base#id-Greeting"], inputs=["urn:base#id-person"]),
        decision("D", literal('S({full name: "Li"})'), knows=["S"]),
    )
    found = read_model({"m.dmn": main, "b.dmn": BASE})
    assert found.decide("D", {}) == "Hello Li"
    assert found.decide("S", {"lib": {"person": {"full name": "Wu"}}}) == "Hello Wu"
    assert found.invoke("S", {"lib.person": {"full name": "Xu"}}) == "Hello Xu"


def test_one_model_imported_on_two_ways_has_inputs_of_its_own_on_each():
    def middle(letter):
        return model(
            imported("urn:base", "inner"),
            decision("Say", literal(f'"{letter}: " + inner.Greeting'), decisions=["urn:base#id-Greeting"]),
            namespace=f"urn:{letter}",
        )

    main = model(
        imported("urn:left", "L"),
        imported("urn:right", "R"),
        decision("Both", literal('L.Say + ", " + R.Say'), decisions=["urn:left#id-Say", "urn:right#id-Say"]),
    )
    found = read_model({"main": main, "l": middle("left"), "r": middle("right"), "b": BASE})
    inputs = {
        "L": {"inner": {"person": {"full name": "Li"}}},
        "R": {"inner": {"person": {"full name": "Wang"}}},
    }
    assert found.decide("Both", inputs) == "left: Hello Li, right: Hello Wang"


def test_a_local_reference_may_be_written_with_the_own_namespace():
    found = read(input_data("a"), decision("D", literal("a"), inputs=["urn:test#id-a"]))
    assert found.decide("D", {"a": 3}) == 3


def test_a_missing_import_is_a_finding():
    found = read(imported("urn:nowhere", "x"), decision("D", literal("1")))
    assert [finding.rule for finding in found.findings] == ["dmn-import"]


def test_the_location_tells_files_of_one_namespace_apart():
    def part(value):
        return model(decision("P", literal(value)), namespace="urn:part")

    main = model(
        imported("urn:part", "p", location="folder/two.dmn"),
        decision("D", literal("p.P"), decisions=["urn:part#id-P"]),
    )
    assert read_model({"main.dmn": main, "one.dmn": part("1"), "two.dmn": part("2")}).decide("D", {}) == 2


def test_importing_one_another_ends():
    left = model(
        imported("urn:r", "r"), decision("A", literal("r.B"), decisions=["urn:r#id-B"]), namespace="urn:l"
    )
    right = model(
        imported("urn:l", "l"), decision("B", literal("l.A"), decisions=["urn:l#id-A"]), namespace="urn:r"
    )
    found = read_model({"l": left, "r": right})
    assert found.decide("A", {}) is None
    assert "dmn-cycle" in [finding.rule for finding in found.findings]


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "1.5"])
def test_every_version_of_the_standard_is_read(version):
    found = read(
        input_data("x", "number"),
        decision("D", table("U", ["x"], ["n"], [["> 1", '"big"']]), inputs=["x"]),
        version=version,
    )
    assert found.decide("D", {"x": 2}) == "big"
    assert found.program.files[0].version == version


def test_now_is_what_the_caller_says():
    from datetime import UTC, datetime

    found = read(decision("D", literal("string(today())")))
    assert found.decide("D", {}, now=datetime(2026, 3, 1, 8, tzinfo=UTC)) == "2026-03-01"
    assert found.decide("D", {}) is None


def test_the_hash_names_the_content_and_not_the_files():
    one, two = model(decision("A", literal("1"))), model(decision("A", literal("2")))
    assert read_model({"a": one}).hash == read_model({"b": one}).hash != read_model({"a": two}).hash
    assert read_model({"a": one, "b": two}).hash == read_model({"x": two, "y": one}).hash


def test_no_files_are_refused():
    with pytest.raises(Refused):
        read_model({})


def test_the_context_of_a_decision_hides_requirements_of_the_same_name():
    found = read(input_data("a"), decision("D", context({"a": "5"}, "a"), inputs=["a"]))
    assert found.decide("D", {"a": 1}) == 5


def test_the_trace_is_json_and_says_what_was_used():
    import json

    found = read(
        input_data("x"),
        input_data("unused"),
        decision("T", table("C", ["x"], ["n"], [["-", "0.5"], ["> 1", "2"]]), inputs=["x"]),
        knowledge("f", {"n": None}, "n"),
        decision("F", literal("f"), knows=["f"]),
        decision("D", literal('[T, date("2026-03-01"), x]'), inputs=["x", "unused"], decisions=["T", "F"]),
    )
    answer = found.evaluate("D", {"x": 2, "unused": None, "never": 1})
    assert json.loads(json.dumps(answer.trace)) == answer.trace
    assert answer.trace["model"] == found.hash
    assert answer.trace["inputs"] == {"x": 2, "unused": None}
    assert answer.trace["decisions"]["F"] == "function f"
    assert answer.trace["tables"] == [
        {"decision": "T", "table": "table", "rules": [1, 2], "ids": ["rule-1", "rule-2"]}
    ]
    assert answer.trace["result"][1] == {"@": "date", "v": "2026-03-01"}


def test_warnings_are_json_and_located():
    warning = read(decision("D", box("1 / 0"))).evaluate("D", {}).warnings[0]
    assert warning.as_dict()["line"] == 3
    assert warning.as_dict()["element"] == "id-D"


def test_arguments_from_json_fit_the_parameters_of_a_knowledge_model():
    found = read(knowledge("days", {"a": "date", "b": "date"}, "(b - a).days"))
    assert found.invoke("days", {"a": "2026-03-01", "b": "2026-03-08"}) == 7
    assert found.evaluate("days", {"a": "2026-03-01", "b": None}).trace["inputs"]["a"] == {
        "@": "date",
        "v": "2026-03-01",
    }


def test_a_name_means_a_decision_when_deciding_and_a_function_when_invoking():
    found = read(decision("N", literal("1")), knowledge("N", {"x": None}, "x").replace("id-N", "id-F"))
    assert found.decide("N", {"x": 2}) == 1
    assert found.invoke("N", {"x": 2}) == 2
    assert found.decide("id-F", {"x": 3}) == 3
