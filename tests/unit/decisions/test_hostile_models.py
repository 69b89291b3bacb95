"""Hostile and broken files are refused with a located finding, quickly, and models cannot spend without bound."""

import time

import pytest
from dmn_writing import (
    boxed_list,
    conditional,
    decision,
    input_data,
    iteration,
    knowledge,
    literal,
    model,
    table,
)

from engine.decisions import lint_dmn, read_model
from engine.decisions.cells import read_cell
from engine.decisions.source import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_FILES
from engine.kernel.errors import InvalidInput, LimitExceeded, Refused

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f']><definitions xmlns="{NAMESPACE}"><decision name="&i;"/></definitions>'
)
EXTERNAL = (
    f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><definitions xmlns="{NAMESPACE}" name="&a;"/>'
)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "dmn-not-xml"),
        (b"hello", "dmn-not-xml"),
        (b"<definitions", "dmn-not-xml"),
        (b"\xff\xfe\x00", "dmn-not-xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "dmn-not-xml"),
        (b"<a>&undefined;</a>", "dmn-not-xml"),
        (b"<a/>", "dmn-not-a-model"),
        (b'<definitions xmlns="urn:other"/>', "dmn-not-a-model"),
        (f'<decision xmlns="{NAMESPACE}"/>'.encode(), "dmn-not-a-model"),
        (BOMB.encode(), "dmn-doctype"),
        (EXTERNAL.encode(), "dmn-doctype"),
        (f'<!DOCTYPE x><definitions xmlns="{NAMESPACE}"/>'.encode(), "dmn-doctype"),
        (b" " * (MAX_BYTES + 1), "dmn-too-large"),
        (
            f'<definitions xmlns="{NAMESPACE}">{"<a>" * 200}{"</a>" * 200}</definitions>'.encode(),
            "dmn-too-deep",
        ),
        (
            f'<definitions xmlns="{NAMESPACE}">{"<a>" * 5000}{"</a>" * 5000}</definitions>'.encode(),
            "dmn-not-xml",
        ),
        (f'<definitions xmlns="{NAMESPACE}">{"<a/>" * MAX_ELEMENTS}</definitions>'.encode(), "dmn-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-bytes",
)
def test_a_file_that_is_no_model_is_refused_with_one_finding(data, rule):
    with pytest.raises(Refused) as caught:
        read_model({"bad.dmn": data})
    (finding,) = caught.value.findings
    assert finding.rule in (rule, "dmn-not-xml") if rule == "dmn-doctype" else finding.rule == rule
    assert (finding.severity, finding.file) == ("error", "bad.dmn")
    assert finding.help


def test_too_many_files_are_refused():
    with pytest.raises(Refused):
        read_model({str(number): b"" for number in range(MAX_FILES + 1)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_chinese_text_is_read_in_any_declared_encoding(encoding):
    text = model(decision("审批", literal('"准予"'))).decode().replace("UTF-8", encoding)
    assert read_model({"t.dmn": text.encode(encoding)}).decide("审批", {}) == "准予"


@pytest.mark.parametrize(
    "logic",
    [
        iteration("for", "i", "1..99999", iteration("for", "j", "1..99999", "i * j")),
        iteration("for", "i", "1..99999", "partial"),
        iteration("some", "i", "1..99999", iteration("every", "j", "1..99999", "j > 0 and i > 99999")),
        literal("for a in 1..9999, b in 1..9999 return a"),
        iteration("for", "i", "1..1000", "for j in 1..10000 return j"),
    ],
    ids=["nested-for", "partial", "quantifiers", "literal-for", "mixed"],
)
def test_endless_work_is_stopped_soon(logic):
    read = read_model({"t.dmn": model(decision("D", logic))})
    before = time.perf_counter()
    with pytest.raises(LimitExceeded) as caught:
        read.decide("D", {})
    assert time.perf_counter() - before < 5
    assert caught.value.details["element"] == "id-D"


def test_work_of_all_decisions_together_is_bounded():
    parts = [decision(f"D{n}", literal("count(for i in 1..20000 return i)")) for n in range(100)]
    top = decision("Top", boxed_list(*(f"D{n}" for n in range(100))), decisions=[f"D{n}" for n in range(100)])
    with pytest.raises(LimitExceeded):
        read_model({"t.dmn": model(*parts, top)}).decide("Top", {})


def test_exponential_calls_are_stopped():
    functions = [knowledge("f0", {"x": None}, "x")]
    functions += [
        knowledge(f"f{n}", {"x": None}, f"f{n - 1}(x) + f{n - 1}(x)", knows=[f"f{n - 1}"])
        for n in range(1, 35)
    ]
    read = read_model({"t.dmn": model(*functions, decision("D", literal("f34(1)"), knows=["f34"]))})
    with pytest.raises(LimitExceeded):
        read.decide("D", {})


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ([[]] * 300_000, LimitExceeded),
        (object(), InvalidInput),
        ({"a": object()}, InvalidInput),
    ],
    ids=["many", "object", "inside"],
)
def test_inputs_are_bounded_and_must_be_data(value, error):
    read = read_model({"t.dmn": model(input_data("x"), decision("D", literal("x"), inputs=["x"]))})
    with pytest.raises(error):
        read.decide("D", {"x": value})


def test_a_deeply_nested_input_is_refused():
    value: object = 1
    for _ in range(500):
        value = [value]
    read = read_model({"t.dmn": model(input_data("x"), decision("D", literal("x"), inputs=["x"]))})
    with pytest.raises(LimitExceeded):
        read.decide("D", {"x": value})


def test_boxes_nested_to_the_limit_are_evaluated():
    logic = "1"
    for _ in range((MAX_DEPTH - 8) // 2):
        logic = conditional("true", logic, "0")
    assert read_model({"t.dmn": model(decision("D", logic))}).decide("D", {}) == 1


def test_warnings_are_bounded():
    rules = [["-", f'{n} + "x"'] for n in range(500)]
    read = read_model({"t.dmn": model(decision("D", table("C", ["1"], ["n"], rules)))})
    assert len(read.evaluate("D", {}).warnings) == 100


@pytest.mark.parametrize("name", ["", "   "])
def test_elements_without_names_do_no_harm(name):
    read = read_model({"t.dmn": model(f'<decision id="d" name="{name}"/>', "<decision/>", "<inputData/>")})
    assert read.decide("d", {}) is None


@pytest.mark.parametrize(
    "logic",
    [
        "<decisionTable/>",
        '<decisionTable hitPolicy="PRIORITY"><rule/></decisionTable>',
        "<decisionTable><input/><output/><rule><inputEntry/><outputEntry/></rule></decisionTable>",
        "<invocation/>",
        "<invocation><binding/></invocation>",
        "<context><contextEntry/></context>",
        "<list/>",
        "<relation/>",
        "<relation><row/></relation>",
        "<functionDefinition/>",
        "<conditional/>",
        "<filter/>",
        "<for/>",
        "<some/>",
        "<every/>",
        "<literalExpression/>",
        "<literalExpression><importedValues/></literalExpression>",
    ],
)
def test_empty_elements_do_no_harm(logic):
    read = read_model({"t.dmn": model(decision("D", logic), decision("E", literal("1")))})
    read.evaluate("D", {})
    assert read.decide("E", {}) == 1


def test_an_id_that_is_used_twice_is_a_finding_and_both_can_be_asked():
    twins = [decision("A", literal("1")), decision("B", literal("2")).replace("id-B", "id-A")]
    read = read_model({"t.dmn": model(*twins)})
    assert [finding.rule for finding in read.findings] == ["dmn-duplicate-id"]
    assert (read.decide("A", {}), read.decide("B", {})) == (1, 2)


@pytest.mark.parametrize(
    "cell",
    [
        " " * 3_900 + "x",
        "[" + " " * 3_900,
        "not(" * 900,
        "1," * 1_900 + "x",
        "- " * 1_900,
        '"' + "\\" * 3_900,
        "[1..1]," * 600,
    ],
    ids=["blanks", "bracket", "not", "numbers", "signs", "quotes", "ranges"],
)
def test_cells_are_recognised_in_linear_time(cell):
    spent = []
    for _ in range(3):  # the quickest: a busy machine must not decide
        before = time.process_time()
        read_cell(cell)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.2


def test_a_large_hostile_table_is_linted_soon():
    rules = [[f"[{n}..{n * 7 % 5000}]", f'not("{n}")', f"< {n}", f"? > {n}", f"{n}"] for n in range(3_000)]
    logic = table("F", ["a", "b", "c", "d"], ["n"], rules)
    data = model(*(input_data(name) for name in "abcd"), decision("D", logic, inputs="abcd"))
    before = time.perf_counter()
    assert lint_dmn(data)
    assert time.perf_counter() - before < 30


def test_very_many_unknown_names_are_reported_soon():
    parts = [decision(f"D{n}", literal(f"unknown_{n} + other_{n}")) for n in range(3_000)]
    before = time.perf_counter()
    found = lint_dmn(model(*parts))
    assert len(found) == 500
    assert time.perf_counter() - before < 20
