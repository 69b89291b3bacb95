"""Files as others write them: their scripts, languages, extensions and ids read; what the standard forbids is refused at its place."""

import time
from contextlib import suppress

import pytest
from sketch import done, model, run

from engine.kernel.errors import Refused
from engine.simulation import simulate


@pytest.mark.parametrize(
    ("script", "variable", "value"),
    [
        ("x = 1; y = x + 1", "y", 2),
        ('x = "a;b"', "x", "a;b"),
        ('x = if 1 = 1\n  then "a"\n  else "b"', "x", "a"),
        ("x = 1 +\n  2", "x", 3),
        ("/* one\n two */\nx = 1 // three", "x", 1),
        ("o = {a: 1, b: 2}\no.a = 5", "o", {"a": 5, "b": 2}),
        ("o.a.b = 5", "o", {"a": {"b": 5}}),
    ],
    ids=["semicolons", "in-a-string", "words-go-on", "operators-go-on", "comments", "one-entry", "new-entry"],
)
def test_a_script_may_be_written_so(script: str, variable: str, value: object) -> None:
    trace = run(f"start S; script A <script>{script}</script>\nS -> A")
    assert trace.end["data"][variable] == value


@pytest.mark.parametrize("script", ["x := 1", "list[1] = 2", "f(x) = 3"], ids=["colon", "index", "call"])
def test_a_value_is_given_to_names_only(script: str) -> None:
    with pytest.raises(Refused) as refusal:
        run(f"start S; script A <script>{script}</script>\nS -> A")
    assert {finding.rule for finding in refusal.value.findings if finding.severity == "error"} == {
        "script-assignment"
    }


@pytest.mark.parametrize(
    "language",
    [
        "http://www.w3.org/1999/XPath",
        "http://www.w3.org/TR/XPath",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    ],
)
def test_the_language_that_editors_write_by_themselves_refuses_nothing(language: str) -> None:
    text = model("start S; exclusive G; task A; S -> G; G -> A [x > 1]").replace(
        b"targetNamespace", f'expressionLanguage="{language}" targetNamespace'.encode()
    )
    assert done(simulate(text, data={"x": 2})) == ["A"]


VENDORS = {
    "camunda": ('<multiInstanceLoopCharacteristics xmlns:c="http://camunda.org/schema/1.0/bpmn" c:collection="${people}" '
                'c:elementVariable="p"/>'),
    "flowable": ('<multiInstanceLoopCharacteristics xmlns:f="http://flowable.org/bpmn" f:collection="people" '
                 'f:elementVariable="p"/>'),
    "zeebe": ('<multiInstanceLoopCharacteristics xmlns:z="http://camunda.org/schema/zeebe/1.0"><extensionElements>'
              '<z:loopCharacteristics inputCollection="= people" inputElement="p" outputCollection="out" outputElement="= p"/>'
              "</extensionElements></multiInstanceLoopCharacteristics>"),
}  # fmt: skip


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_collection_of_another_tool_is_read_where_the_standard_s_is_missing(vendor: str) -> None:
    trace = run(f"start S; user A {VENDORS[vendor]}\nS -> A", data={"people": ["x", "y"]})
    assert [event.get("index") for event in trace.events if event["event"] == "completed" and event["element"] == "A"] == [
        1, 2, None,
    ]  # fmt: skip


def test_a_called_process_of_another_tool_is_called() -> None:
    trace = run(
        'process P\nstart S; call C <extensionElements><z:calledElement xmlns:z="http://camunda.org/schema/zeebe/1.0" '
        'processId="Q"/></extensionElements>\nS -> C\nprocess Q\nstart Q1; task A; Q1 -> A'
    )
    assert done(trace) == ["A"]


def test_the_process_that_says_it_is_executable_is_started() -> None:
    text = model("process P\nstart S; task A; S -> A\nprocess Q\nstart Q1; task B; Q1 -> B")
    assert done(simulate(text)) == ["A"]
    assert done(simulate(text.replace(b'<process id="P" isExecutable="true">', b'<process id="P">'))) == ["B"]


@pytest.mark.parametrize("executable", ["", 'isExecutable="false"', 'isExecutable="true"'])
def test_an_empty_pool_is_not_what_is_started(executable: str) -> None:
    """Editors write a process without any element for a pool that nothing is drawn in."""
    text = model("start S; task A; S -> A").replace(
        b'<process id="P" isExecutable="true">',
        f'<process id="Empty" {executable}/><process id="P" {executable}>'.encode(),
    )
    assert done(simulate(text)) == ["A"]


def test_a_whole_number_of_the_schema_may_have_a_sign() -> None:
    trace = run(
        'start S; task A startQuantity="+1" <standardLoopCharacteristics loopMaximum=" +2 "/>\nS -> A'
    )
    assert done(trace) == ["A", "A", "A"]


@pytest.mark.parametrize("told", ["Paid", "m_Paid"], ids=["name", "id"])
def test_a_message_may_be_told_by_its_id(told: str) -> None:
    assert done(run("start S; catch C message:Paid; task A; S -> C -> A", messages=[told])) == ["A"]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("start S; task A; task B; S -> A", "B"),
        ("start S; catch C timer:PT1S; task A; task B; S -> C; C -> A [true]; C -> B", "C"),
        ("start S; task A; boundary B on:A timer:PT1S; task H; S -> A; B -> H [true]", "B"),
        (
            'start S; task A <standardLoopCharacteristics loopMaximum="2"/><multiInstanceLoopCharacteristics>'
            "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>\nS -> A",
            "A",
        ),
        (
            'start S; task A; boundary CA on:A compensate; task U isForCompensation="true"; S -> A -> SP\n'
            'RAW <association id="as" sourceRef="CA" targetRef="U"/>\nsub SP {\nstart S2; end X undo:A; S2 -> X\n}',
            "X",
        ),
        (
            'start S; end X error:E1; S -> X\nsub ES triggeredByEvent="true" <multiInstanceLoopCharacteristics>'
            "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics> {\nstart ESS error:E1; task H; ESS -> H\n}",
            "ES",
        ),
        (
            "start S; task A <multiInstanceLoopCharacteristics><loopCardinality/></multiInstanceLoopCharacteristics>\nS -> A",
            "A",
        ),
        ("start S; task A <loopCharacteristics/>\nS -> A", "A"),
        (
            "start S; task A; S -> A; A -> ES\n"
            'transaction ES triggeredByEvent="true" {\nstart ESS error:E1; task H; ESS -> H\n}',
            "ES",
        ),
    ],
    ids=[
        "task-beside-start",
        "condition-after-event",
        "condition-after-boundary",
        "two-loops",
        "compensates-outside",
        "looped-event-sub-process",
        "empty-cardinality",
        "abstract-loop",
        "flow-to-event-transaction",
    ],
)
def test_what_the_standard_forbids_is_refused_at_its_place(text: str, element: str) -> None:
    with pytest.raises(Refused) as refusal:
        run(text)
    found = [finding for finding in refusal.value.findings if finding.severity == "error"]
    assert {finding.element for finding in found} == {element}
    assert all(finding.line and finding.help for finding in found)


def test_a_condition_on_the_default_flow_is_ignored() -> None:
    """10.6.2: any such expression shall be ignored."""
    text = "start S; exclusive G; task A; task B; S -> G; G -> A [x > 1]; G ~> B [x > 5]"
    assert done(run(text, data={"x": 0})) == ["B"]
    assert done(run(text, data={"x": 9})) == ["A"]


def test_a_compensation_event_that_does_not_cancel_runs_like_any_other() -> None:
    trace = run(
        'start S; task A; boundary C on:A ni compensate; task U isForCompensation="true"; end E undo:A; S -> A -> E\n'
        'RAW <association id="as" sourceRef="C" targetRef="U"/>'
    )
    assert done(trace) == ["A", "U"]


def test_a_node_in_two_lanes_may_be_simulated() -> None:
    lanes = "".join(f'<lane id="l{n}"><flowNodeRef>A</flowNodeRef></lane>' for n in (1, 2))
    assert done(run(f'RAW <laneSet id="ls">{lanes}</laneSet>\nstart S; task A; S -> A')) == ["A"]


def test_a_process_that_does_not_say_it_is_executable_may_throw_an_error_without_a_code() -> None:
    """10.5.5: the code must be supplied if the process is executable."""
    text = model(
        "start S; boundary B on:SP anyerror; task H; S -> SP; B -> H\n"
        "sub SP {\nstart S2; end X <errorEventDefinition/>\nS2 -> X\n}"
    )
    with pytest.raises(Refused):
        simulate(text)
    assert done(simulate(text.replace(b' isExecutable="true"', b""))) == ["H"]


@pytest.mark.parametrize("written", ["d1", "r1", "order"], ids=["object-id", "reference-id", "name"])
def test_expressions_may_speak_of_data_by_name_or_by_id(written: str) -> None:
    name = "order" if written == "order" else "Order of goods"
    trace = run(
        f'RAW <dataObject id="d1" name="{name}"/><dataObjectReference id="r1" name="{name}" dataObjectRef="d1"/>\n'
        "start S; script A <ioSpecification><dataOutput id='do'/><inputSet/><outputSet><dataOutputRefs>do</dataOutputRefs></outputSet>"
        "</ioSpecification><dataOutputAssociation><sourceRef>do</sourceRef><targetRef>r1</targetRef></dataOutputAssociation>"
        f"<script>do = 5</script>\nexclusive G; task Yes; task No; S -> A -> G; G -> Yes [{written} = 5]; G ~> No"
    )
    assert done(trace) == ["A", "Yes"]


def test_the_items_of_a_loop_may_be_spoken_of_by_id() -> None:
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="true" jb:collection="=[1, 2]"><inputDataItem id="item" name="One of them"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    trace = run(f"start S; script A {loop}<script>sum = sum + item</script>\nS -> A", data={"sum": 0})
    assert trace.end["data"]["sum"] == 3


def test_a_plain_number_is_the_same_in_every_language() -> None:
    text = model(
        "start S; task A <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>\n"
        "S -> A"
    ).replace(b"targetNamespace", b'expressionLanguage="http://java.sun.com/products/jsp/" targetNamespace')
    assert done(simulate(text)) == ["A", "A", "A"]


@pytest.mark.parametrize(
    "script",
    ["x = 1" + ";" * 300_000, "/*" * 300_000, "x = [" + "1,\n" * 100_000, ".".join("a" * 5_000) + " = 1"],
    ids=["semicolons", "comments", "lines", "path"],
)
def test_a_long_script_is_read_or_refused_soon(script: str) -> None:
    text = model("start S; script A <script>HERE</script>\nS -> A").replace(b"HERE", script.encode())
    before = time.process_time()
    with suppress(Refused):
        simulate(text)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "inside",
    [
        "<documentation>why</documentation>",
        '<extensionElements><v:note xmlns:v="urn:v">seen</v:note></extensionElements>',
    ],
    ids=["documented", "extended"],
)
def test_an_expression_may_be_documented_and_extended(inside: str) -> None:
    """8.3.1: an expression is a base element like any other; what documents it is not part of it."""
    text = model("start S; exclusive G; task A; task B; S -> G; G -> A [x > 1]; G ~> B")
    text = text.replace(b"<conditionExpression>", f"<conditionExpression>{inside}".encode())
    assert done(simulate(text, data={"x": 2})) == ["A"]


@pytest.mark.parametrize("root", ["message", "signal", "error", "escalation"])
def test_what_nothing_refers_to_needs_no_id(root: str) -> None:
    """8.3.1: an id is only required of what something refers to."""
    assert done(run(f"ROOT <{root}/>\nstart S; task A; S -> A")) == ["A"]


@pytest.mark.parametrize("place", ["around", "collaboration"])
def test_an_association_to_a_handler_may_be_written_elsewhere(place: str) -> None:
    """8.4.1: an association is an artifact; where it is drawn does not change what it connects."""
    association = '<association id="as" sourceRef="B" targetRef="U"/>'
    pool = f'ROOT <collaboration id="c"><participant id="p" processRef="P"/>{association}</collaboration>'
    trace = run(
        'start S; S -> SP\nsub SP {\nstart S2; task A; boundary B on:A compensate; task U isForCompensation="true"; throw C compensate; '
        f"S2 -> A -> C\n}}\n{pool if place == 'collaboration' else 'RAW ' + association}"
    )
    assert done(trace) == ["A", "U"]
