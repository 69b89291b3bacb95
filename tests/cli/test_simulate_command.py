"""`jingban simulate`: what it prints and how it leaves."""

import json
from pathlib import Path

import pytest
from told import Jingban

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <message id="m" name="paid"/>
  <process id="fee" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
    <userTask id="ask" name="核定费用"/>
    <sequenceFlow id="f2" sourceRef="ask" targetRef="{after}"/>
    {rest}
  </process>
</definitions>"""
ENDS = '<endEvent id="end"/>'
WAITS = (
    '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    '<sequenceFlow id="f3" sourceRef="wait" targetRef="end"/><endEvent id="end"/>'
)
FAILS = (
    '<exclusiveGateway id="which"/><endEvent id="end"/><sequenceFlow id="f3" sourceRef="which" targetRef="end">'
    '<conditionExpression xsi:type="tFormalExpression">fee &gt; 100</conditionExpression></sequenceFlow>'
)


@pytest.fixture
def ends(tmp_path: Path) -> Path:
    return write(tmp_path, "end", ENDS)


def write(folder: Path, after: str, rest: str) -> Path:
    path = folder / "fee.bpmn"
    path.write_text(PROCESS.format(after=after, rest=rest), encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_is_an_event_and_the_last_is_the_end(jingban: Jingban, ends: Path) -> None:
    told = jingban("simulate", ends, "--answer", 'ask={"fee": 12.50}', "--format", "jsonl")
    *events, end = lines(told.out)
    assert told.code == 0
    assert {"seq", "at", "event", "instance", "element", "type", "name"} <= events[0].keys()
    assert [event["name"] for event in events if event["element"] == "ask"] == ["核定费用", "核定费用"]
    assert (end["event"], end["state"], end["waiting"]) == ("end", "completed", [])


def test_text_is_for_people(jingban: Jingban, ends: Path) -> None:
    told = jingban("simulate", ends)
    assert "核定费用" in told.out
    assert told.out.rstrip().endswith("end: completed")


def test_a_process_that_still_waits_leaves_with_3(jingban: Jingban, tmp_path: Path) -> None:
    told = jingban("simulate", write(tmp_path, "wait", WAITS), "--format", "jsonl")
    assert told.code == 3
    assert lines(told.out)[-1]["state"] == "waiting"


def test_a_message_lets_it_go_on(jingban: Jingban, tmp_path: Path) -> None:
    told = jingban("simulate", write(tmp_path, "wait", WAITS), "--message", 'paid={"sum": 1}')
    assert told.code == 0


def test_a_process_that_fails_leaves_with_1_and_says_why(jingban: Jingban, tmp_path: Path) -> None:
    path = write(tmp_path, "which", FAILS)
    told = jingban("simulate", path, "--answer", 'ask={"fee": 1}', "--format", "jsonl")
    end = lines(told.out)[-1]
    assert told.code == 1
    assert end["state"] == "failed"
    assert set(end["error"]) >= {"code", "message"}  # type: ignore[call-overload]


@pytest.mark.parametrize("content", ["", "not xml", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_a_refused_file_leaves_with_2_and_findings_on_standard_error(
    jingban: Jingban, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "bad.bpmn"
    path.write_text(content)
    told = jingban("simulate", path)
    assert told.code == 2
    assert "error" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "option",
    [
        pytest.param(("--data", "{"), id="data"),
        pytest.param(("--data", "@missing.json"), id="missing data file"),
        pytest.param(("--answer", "ask"), id="answer without value"),
        pytest.param(("--answer", "ask={"), id="answer that is not JSON"),
        pytest.param(("--message", "paid=}"), id="message"),
        pytest.param(("--until", "tomorrow"), id="until"),
        pytest.param(("--max-steps", "0"), id="no steps"),
    ],
)
def test_an_unreadable_option_leaves_with_2_and_names_it(
    jingban: Jingban, ends: Path, option: tuple[str, str]
) -> None:
    told = jingban("simulate", ends, *option)
    assert told.code == 2
    assert option[0] in told.err


def test_data_may_come_from_a_file(jingban: Jingban, ends: Path, tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"applicant": "长春某公司"}', encoding="utf-8")
    told = jingban("simulate", ends, "--data", f"@{data}", "--format", "jsonl")
    assert "长春某公司" in told.out


def test_many_runs_tell_percentiles_and_paths(jingban: Jingban, ends: Path) -> None:
    told = jingban("simulate", str(ends), "--runs", "20", "--duration", "ask=6", "--format", "jsonl")
    figures = json.loads(told.out)
    assert figures["ends"] == {"completed": 1.0}
    assert figures["hours"]["p50"] == 6
    assert figures["paths"] == {"ask → end": 1.0}
    assert "p50 6.0" in jingban("simulate", str(ends), "--runs", "20", "--duration", "ask=6").out


def test_many_runs_take_no_messages(jingban: Jingban, ends: Path) -> None:
    told = jingban("simulate", str(ends), "--runs", "2", "--message", "paid")
    assert told.code == 2
    assert "--runs" in told.err
