"""Reading models: ids, lanes, attributes, implicit parts, and what is kept for the platform."""

import pytest
from sketch import model, run

from engine.bpmn import read_program
from engine.expressions import Expression


@pytest.mark.parametrize("own_id", ["Start", "End", "Root", "EndJoin"], ids=str)
def test_ids_that_the_parser_uses_internally_are_free_for_models(own_id: str) -> None:
    trace = run(f"start {own_id}; task A; {own_id} -> A")
    assert trace.end["state"] == "completed"


def test_a_task_takes_department_and_role_from_its_lane_unless_it_has_its_own() -> None:
    lane = (
        'RAW <laneSet id="ls"><lane id="l1" name="住建局" jb:department="housing" jb:role="reviewer">'
        "<flowNodeRef>A</flowNodeRef><flowNodeRef>B</flowNodeRef></lane></laneSet>\n"
    )
    program = read_program({"m": model(lane + 'start S; user A; user B jb:role="chief"; S -> A -> B')})
    assert program.node("A").attributes == {"department": "housing", "role": "reviewer"}
    assert program.node("B").attributes == {"department": "housing", "role": "chief"}
    assert program.node("A").lane == "住建局"


def test_a_leading_equals_sign_makes_an_attribute_an_expression() -> None:
    program = read_program({"m": model('start S; user A jb:department="=dept" jb:form="apply"; S -> A')})
    assert isinstance(program.node("A").attributes["department"], Expression)
    assert program.forms == {"apply"}
    assert "dept" in program.reads


def test_reads_names_every_variable_that_the_program_mentions_or_fills() -> None:
    text = "start S; script T <script>total = price * pieces</script>\nexclusive G; task A; S -> T -> G; G -> A [total > limit]"
    assert {"total", "price", "pieces", "limit"} <= read_program({"m": model(text)}).reads


def test_a_process_without_start_events_starts_where_nothing_leads_to() -> None:
    trace = run("task A; task B; task C; A -> B")
    assert sorted(event["element"] for event in trace.events if event["event"] == "completed") == [
        "A",
        "B",
        "C",
        "P",
    ]


def test_text_annotations_groups_and_foreign_extensions_are_ignored() -> None:
    trace = run(
        'RAW <textAnnotation id="ta"><text>note</text></textAnnotation>\nRAW <group id="g"/>\n'
        'start S; task A <extensionElements><x:thing xmlns:x="urn:other" a="1"/></extensionElements>\nS -> A'
    )
    assert trace.end["state"] == "completed"


def test_findings_name_file_line_element_and_remedy() -> None:
    from engine.bpmn.lint import lint

    findings = lint(
        model("start S; exclusive G; task A; task B; S -> G; G -> A [x >]; G ~> B"), file="bad.bpmn"
    )
    assert [finding.rule for finding in findings] == ["expression-syntax"]
    finding = findings[0]
    assert (finding.file, finding.element, finding.severity) == ("bad.bpmn", "f_G_A", "error")
    assert finding.line == 1
    assert finding.help


def test_a_message_flow_says_which_message_two_events_mean() -> None:
    text = (
        'process P\nROOT <collaboration id="C"><participant id="p1" processRef="P"/><participant id="p2" processRef="Q"/>'
        '<messageFlow id="ask" sourceRef="T" targetRef="QS"/><messageFlow id="answer" sourceRef="QE" targetRef="R"/></collaboration>\n'
        "start S; throw T <messageEventDefinition/>\nreceive R; end E; S -> T -> R -> E\n"
        "process Q\nstart QS <messageEventDefinition/>\ntask B; end QE <messageEventDefinition/>\nQS -> B -> QE"
    )
    trace = run(text)
    assert trace.end["state"] == "completed"
    assert [
        event["element"]
        for event in trace.events
        if event["event"] == "completed" and event["element"] in "BR"
    ] == ["B", "R"]


def test_a_data_object_is_known_by_the_name_on_its_reference() -> None:
    text = (
        'RAW <dataObject id="do"/>\nRAW <dataObjectReference id="dr" name="Order" dataObjectRef="do"/>\n'
        "start S; script A <script>seen = Order + 1</script>\nS -> A"
    )
    assert run(text, data={"Order": 4}).end["data"]["seen"] == 5
